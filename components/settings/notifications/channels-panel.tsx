'use client';

import { KeyRound, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import {
  type ChannelRowFragment,
  type ChannelsQuery,
  TestChannelDocument,
  UpdateChannelDocument,
} from '#components/generated/notifications.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { StateMark } from '#components/state/state-mark.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { ChannelDialog } from './channel-dialog.tsx';
import { kindWords, sayAddress } from './channel-form.ts';
import { RemoveChannelDialog, RotateSecretDialog } from './channel-questions.tsx';
import { channelLook, sayQuiet, sayTested } from './say-channel.ts';

type Asked = { kind: 'new' } | { kind: 'edit' | 'rotate' | 'remove'; channel: ChannelRowFragment };

/** The ways on which people and programs are told. */
export function ChannelsPanel({ known }: { known: ChannelsQuery }) {
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const { channels, notificationMeans: means } = known;
  const columns: readonly Column<ChannelRowFragment>[] = [
    {
      key: 'name',
      title: 'Channel',
      width: '18%',
      cell: ({ name }) => <span className="font-medium">{name}</span>,
      hint: ({ name }) => name,
    },
    { key: 'kind', title: 'How', width: '9rem', cell: ({ kind }) => kindWords[kind].word },
    { key: 'address', title: 'To', cell: sayAddress, hint: sayAddress },
    { key: 'quiet', title: 'Quiet', width: '9rem', cell: (channel) => sayQuiet(channel), hint: sayQuiet },
    { key: 'state', title: 'State', width: '7rem', cell: (channel) => <StateMark look={channelLook(channel)} /> },
    {
      key: 'acts',
      title: <span className="sr-only">What can be done</span>,
      width: '17rem',
      cell: (channel) => <ChannelActs channel={channel} ask={setAsked} />,
    },
  ];
  return (
    <Panel
      title="Channels"
      aside={
        <Button isSmall onClick={() => setAsked({ kind: 'new' })}>
          New channel
        </Button>
      }
    >
      {channels.length === 0 ? (
        <EmptyState
          Icon={Send}
          title="Nobody is told of anything yet"
          actions={
            <Button kind="primary" onClick={() => setAsked({ kind: 'new' })}>
              Make a channel
            </Button>
          }
        >
          A channel is a way to reach people: mail to your team, or a signed call to a chat or pager. Rules say of what
          it tells.
        </EmptyState>
      ) : (
        <DataTable label="Channels" columns={columns} rows={channels} keyOf={({ id }) => id} minWidth="64rem" />
      )}
      {asked?.kind === 'new' && <ChannelDialog channel={undefined} known={known} onClose={close} />}
      {asked?.kind === 'edit' && <ChannelDialog channel={asked.channel} known={known} onClose={close} />}
      {asked?.kind === 'rotate' && <RotateSecretDialog channel={asked.channel} onClose={close} />}
      {asked?.kind === 'remove' && <RemoveChannelDialog channel={asked.channel} onClose={close} />}
      {means.mailFrom === null && (
        <p className="border-t border-line px-3 py-2 text-small text-quiet">
          This installation sends no mail: whoever runs it sets <code className="identifier">SMTP_URL</code> and{' '}
          <code className="identifier">SMTP_FROM</code>.
        </p>
      )}
    </Panel>
  );
}

type ActsProps = { channel: ChannelRowFragment; ask: (asked: Asked) => void };

function ChannelActs({ channel, ask }: ActsProps) {
  const say = useToast();
  const test = useCommand(TestChannelDocument, (data) => data.testChannel);
  const update = useCommand(UpdateChannelDocument, (data) => data.updateChannel);
  const { id, name, paused, kind } = channel;
  const tryIt = async () => {
    const delivery = (await test.act({ id }))?.testChannel.delivery;
    if (delivery) say(sayTested(name, delivery));
  };
  const flip = async () => {
    if ((await update.act({ input: { id, paused: !paused } })) === undefined) return;
    say({ words: paused ? `${name} tells again` : `Nothing goes through ${name} for now`, kind: 'done' });
  };
  return (
    <span className="flex justify-end gap-1">
      <Button isSmall isBusy={test.isBusy} aria-label={`Send a test through ${name}`} onClick={() => void tryIt()}>
        Send a test
      </Button>
      <IconButton isSmall label={`Edit ${name}`} Icon={Pencil} onClick={() => ask({ kind: 'edit', channel })} />
      <IconButton
        isSmall
        label={paused ? `Let ${name} tell again` : `Pause ${name}`}
        Icon={paused ? Play : Pause}
        isBusy={update.isBusy}
        onClick={() => void flip()}
      />
      {kind !== 'EMAIL' && (
        <IconButton
          isSmall
          label={`New secret for ${name}`}
          Icon={KeyRound}
          onClick={() => ask({ kind: 'rotate', channel })}
        />
      )}
      <IconButton isSmall label={`Remove ${name}`} Icon={Trash2} onClick={() => ask({ kind: 'remove', channel })} />
    </span>
  );
}
