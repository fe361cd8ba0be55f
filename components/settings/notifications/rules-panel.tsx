'use client';

import { BellPlus, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import {
  type ChannelRowFragment,
  PauseNotificationRuleDocument,
  RemoveNotificationRuleDocument,
  type RuleRowFragment,
} from '#components/generated/notifications.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { StateMark } from '#components/state/state-mark.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { channelLook } from './say-channel.ts';

type Asked = { kind: 'new' } | { kind: 'edit' | 'remove'; rule: RuleRowFragment };
type Parts = { rules: readonly RuleRowFragment[]; channels: readonly ChannelRowFragment[] };

/** Who is told of what. */
export function RulesPanel({ rules, channels }: Parts) {
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const make = (
    <Button isSmall disabled={channels.length === 0} onClick={() => setAsked({ kind: 'new' })}>
      New rule
    </Button>
  );
  const columns: readonly Column<RuleRowFragment>[] = [
    {
      key: 'name',
      title: 'Rule',
      width: '18%',
      cell: ({ name }) => <span className="font-medium">{name}</span>,
      hint: ({ name }) => name,
    },
    { key: 'sentence', title: 'What it says', cell: ({ sentence }) => sentence, hint: ({ sentence }) => sentence },
    { key: 'state', title: 'State', width: '7rem', cell: (rule) => <StateMark look={channelLook(rule)} /> },
    {
      key: 'acts',
      title: <span className="sr-only">What can be done</span>,
      width: '7rem',
      cell: (rule) => <RuleActs rule={rule} ask={setAsked} />,
    },
  ];
  return (
    <Panel title="Rules" aside={make}>
      {rules.length === 0 ? (
        <EmptyState Icon={BellPlus} title="No rule tells anybody yet">
          {channels.length === 0
            ? 'Make a channel first; then say of what it tells.'
            : 'A rule says of what a channel tells, and how often: dead jobs, failed runs, broken service levels, full queues.'}
        </EmptyState>
      ) : (
        <DataTable label="Rules" columns={columns} rows={rules} keyOf={({ id }) => id} minWidth="56rem" />
      )}
      {asked?.kind === 'new' && <RuleDialog rule={undefined} channels={channels} onClose={close} />}
      {asked?.kind === 'edit' && <RuleDialog rule={asked.rule} channels={channels} onClose={close} />}
      {asked?.kind === 'remove' && <RemoveRuleDialog rule={asked.rule} onClose={close} />}
    </Panel>
  );
}

function RuleActs({ rule, ask }: { rule: RuleRowFragment; ask: (asked: Asked) => void }) {
  const pause = useCommand(PauseNotificationRuleDocument, (data) => data.pauseNotificationRule);
  const say = useToast();
  const { id, name, paused } = rule;
  const flip = async () => {
    if ((await pause.act({ id, paused: !paused })) === undefined) return;
    say({ words: paused ? `${name} tells again` : `${name} tells nobody for now`, kind: 'done' });
  };
  return (
    <span className="flex justify-end gap-1">
      <IconButton isSmall label={`Edit ${name}`} Icon={Pencil} onClick={() => ask({ kind: 'edit', rule })} />
      <IconButton
        isSmall
        label={paused ? `Let ${name} tell again` : `Pause ${name}`}
        Icon={paused ? Play : Pause}
        isBusy={pause.isBusy}
        onClick={() => void flip()}
      />
      <IconButton isSmall label={`Remove ${name}`} Icon={Trash2} onClick={() => ask({ kind: 'remove', rule })} />
    </span>
  );
}

function RemoveRuleDialog({ rule, onClose }: { rule: RuleRowFragment; onClose: () => void }) {
  const remove = useCommand(RemoveNotificationRuleDocument, (data) => data.removeNotificationRule);
  const say = useToast();
  const confirm = async () => {
    if ((await remove.run({ id: rule.id })) === undefined) return;
    say({ words: `${rule.name} is gone`, kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Remove ${rule.name}?`}
      verb="Remove the rule"
      isDanger
      isBusy={remove.isBusy}
      refusal={remove.refusal}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{rule.sentence}</p>
      <p className="text-quiet">It tells nobody any more, and the alerts that it raised are resolved.</p>
    </ConfirmDialog>
  );
}
