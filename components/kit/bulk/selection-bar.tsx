'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { ListStrip } from '#components/kit/query/list-strip.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import type { BarProps } from './bar-props.ts';
import type { BulkAnswer, PlannedAct } from './bulk-act.ts';
import { type Chosen, undoableIds } from './chosen.ts';
import { SelectionActs } from './selection-acts.tsx';
import { useTold } from './use-told.ts';

// Most visits to a list change nothing: the dialog comes when it is asked for.
const BulkDialog = dynamic(() => import('./bulk-dialog.tsx').then((module) => module.BulkDialog), { ssr: false });

const selectKey: [string, string] = ['x', 'select'];
const askKey: [string, string] = ['/', 'ask'];

type Asked<R> = { act: PlannedAct<R>; chosen: Chosen; undo: string[] };

/** The line below a list: what is selected of it, and what can be done with all of that; else the keys that help. */
export function SelectionBar<R extends Row>(props: BarProps<R>) {
  const { noun, acts, openWord, mayAsk, list, selection } = props;
  const [asked, setAsked] = useState<Asked<R>>();
  const { chosen } = selection;
  const tell = useTold();
  const go = useGo();
  const plan = (act: PlannedAct<R>) => {
    if (chosen === undefined) return;
    const undo = act.undo === undefined ? [] : undoableIds(chosen, { rows: list.rows, isWhole: act.undo.isWhole });
    setAsked({ act, chosen, undo });
  };
  const close = () => setAsked(undefined);
  const finish = ({ act: { done, undo }, undo: ids }: Asked<R>, { count, path }: BulkAnswer) => {
    const words = done(count);
    if (undo === undefined || ids.length === 0) tell(words, undefined);
    else tell(words, { order: undo.act(ids), done: ({ count: again }) => undo.done(again), failed: undo.failed });
    close();
    selection.clear();
    if (path !== undefined) go(path);
  };
  const keys: [string, string][] = [
    ['j', 'next'],
    ['k', 'before'],
    ['o', openWord],
    ...(acts.length > 0 ? [selectKey] : []),
    ...(mayAsk ? [askKey] : []),
  ];
  return (
    <>
      <ListStrip keys={keys}>{chosen !== undefined && <SelectionActs {...props} onPlan={plan} />}</ListStrip>
      {asked !== undefined && (
        <BulkDialog
          noun={noun}
          act={asked.act}
          chosen={asked.chosen}
          onClose={close}
          onDone={(answer) => finish(asked, answer)}
        />
      )}
    </>
  );
}
