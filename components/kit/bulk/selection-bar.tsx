'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useOrder } from '#components/api/use-order.ts';
import { type Noun, sayNumber } from '#components/kit/noun/noun.ts';
import { ListStrip } from '#components/kit/query/list-strip.tsx';
import type { LiveList, Row } from '#components/live/live-list.ts';
import { useViewer } from '#components/shell/session/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import type { BulkAct } from './bulk-act.ts';
import { type Chosen, undoableIds } from './chosen.ts';
import type { RowSelection } from './use-selection.ts';

// Most visits to a list change nothing: the dialog comes when it is asked for.
const BulkDialog = dynamic(() => import('./bulk-dialog.tsx').then((module) => module.BulkDialog), { ssr: false });

type BarProps<R extends Row> = {
  noun: Noun;
  acts: readonly BulkAct<R>[];
  /** What `o` does to a row. */
  openWord: string;
  query: string;
  list: LiveList<R>;
  selection: RowSelection;
};

type Asked<R> = { act: BulkAct<R>; chosen: Chosen; undo: string[] };

/** The line below a list: what is selected of it, and what can be done with all of that; else the keys that help. */
export function SelectionBar<R extends Row>(props: BarProps<R>) {
  const { noun, acts, openWord, list, selection } = props;
  const [asked, setAsked] = useState<Asked<R>>();
  const { chosen } = selection;
  const say = useDoneToast<R>();
  const ask = (act: BulkAct<R>) => {
    if (chosen === undefined) return;
    const undo = act.undo === undefined ? [] : undoableIds(chosen, { rows: list.rows, isWhole: act.undo.isWhole });
    setAsked({ act, chosen, undo });
  };
  const keys: [string, string][] = [
    ['j', 'next'],
    ['k', 'before'],
    ['o', openWord],
    ...(acts.length > 0 ? ([['x', 'select']] satisfies [string, string][]) : []),
    ['/', 'ask'],
  ];
  return (
    <>
      <ListStrip keys={keys}>{chosen !== undefined && <Acts {...props} onAsk={ask} />}</ListStrip>
      {asked !== undefined && (
        <BulkDialog
          noun={noun}
          act={asked.act}
          chosen={asked.chosen}
          onClose={() => setAsked(undefined)}
          onDone={(count) => {
            say(asked, count);
            setAsked(undefined);
            selection.clear();
          }}
        />
      )}
    </>
  );
}

function Acts<R extends Row>({
  noun,
  acts,
  query,
  list,
  selection,
  onAsk,
}: BarProps<R> & { onAsk: (act: BulkAct<R>) => void }) {
  const permissions = useViewer().viewer?.permissions ?? [];
  const total = `${list.totalCount.toLocaleString('en')}${list.totalCountExact ? '' : '+'}`;
  const isMore = query !== '' && !selection.isAll && list.totalCount > selection.ids.size;
  const isForbidden = acts.every(({ permission }) => !permissions.includes(permission));
  return (
    <>
      <span className="font-medium" aria-live="polite">
        {selection.isAll ? `All ${total} ${noun.many} that match` : sayNumber(selection.ids.size, noun)} selected
      </span>
      {isMore && (
        <Button isSmall kind="quiet" onClick={selection.selectAll}>
          Select all {total} that match
        </Button>
      )}
      <Button isSmall kind="quiet" onClick={selection.clear}>
        Clear selection
      </Button>
      <span className="ml-auto flex items-center gap-2">
        {isForbidden && <span className="text-quiet">Your role may look at {noun.many}, not change them.</span>}
        {acts.map((act) => (
          <Button
            key={act.key}
            isSmall
            Icon={act.Icon}
            {...(act.isDanger === true && { kind: 'danger' as const })}
            disabled={!permissions.includes(act.permission)}
            onClick={() => onAsk(act)}
          >
            {act.word} …
          </Button>
        ))}
      </span>
    </>
  );
}

// Says what was done, with a way back where there is one.
function useDoneToast<R extends Row>() {
  const say = useToast();
  const { run } = useOrder();
  return ({ act, undo: ids }: Asked<R>, count: number) => {
    const { undo } = act;
    const takeBack = async () => {
      if (undo === undefined) return;
      const told = await run(undo.act(ids));
      if (told.ok) say({ words: undo.done(told.value.count), kind: 'done' });
      else say({ words: `${undo.failed} ${told.sentence}`, kind: 'failed' });
    };
    const action = ids.length === 0 ? {} : { action: { word: 'Undo', act: () => void takeBack() } };
    say({ words: act.done(count), kind: 'done', ...action });
  };
}
