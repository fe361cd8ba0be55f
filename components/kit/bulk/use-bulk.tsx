'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useOrder } from '#components/api/use-order.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import type { LiveList, Row } from '#components/live/list/live-list.ts';
import { useToast } from '#components/ui/overlay/toast.tsx';
import type { BulkAnswer, InstantAct, PlannedAct } from './bulk-act.ts';
import { type Chosen, undoableIds } from './chosen.ts';
import type { Offer } from './row-offers.ts';
import type { RowSelection } from './use-selection.ts';
import { useTold } from './use-told.ts';

// Most visits to a list change nothing: the dialog comes when it is asked for.
const BulkDialog = dynamic(() => import('./bulk-dialog.tsx').then((module) => module.BulkDialog), { ssr: false });

type Asked<R> = { act: PlannedAct<R>; chosen: Chosen; undo: string[] };

export type Bulk<R> = {
  /** Asks what would happen, and does it when it is confirmed. */
  plan: (act: PlannedAct<R>, chosen: Chosen) => void;
  /** Does what was offered: at once, or after a plan. */
  take: (offer: Offer<R>) => void;
  /** The question, while there is one. */
  dialog: ReactNode;
};

type Parts<R extends Row> = { noun: Noun; list: LiveList<R> | undefined; selection: RowSelection };

/** Acts on rows of a list, wherever they are asked for: below the list, at a row, or in the command palette. */
export function useBulk<R extends Row>({ noun, list, selection }: Parts<R>): Bulk<R> {
  const [asked, setAsked] = useState<Asked<R>>();
  const tell = useTold();
  const say = useToast();
  const go = useGo();
  const { run } = useOrder();
  const plan = (act: PlannedAct<R>, chosen: Chosen) => {
    const rows = list?.rows ?? [];
    const undo = act.undo === undefined ? [] : undoableIds(chosen, { rows, isWhole: act.undo.isWhole });
    setAsked({ act, chosen, undo });
  };
  const doNow = async (act: InstantAct<R>, ids: readonly string[]) => {
    const told = await run(act.call(ids));
    if (!told.ok) return say({ words: told.sentence, kind: 'failed' });
    const { length } = ids;
    tell(act.done(length), { order: act.undo(ids), done: () => act.undone(length), failed: 'It could not be undone.' });
    selection.clear();
  };
  const finish = ({ act: { done, undo }, undo: ids }: Asked<R>, { count, path }: BulkAnswer) => {
    const words = done(count);
    if (undo === undefined || ids.length === 0) tell(words, undefined);
    else tell(words, { order: undo.act(ids), done: ({ count: again }) => undo.done(again), failed: undo.failed });
    setAsked(undefined);
    selection.clear();
    if (path !== undefined) go(path);
  };
  return {
    plan,
    take: (offer) => ('ids' in offer ? void doNow(offer.act, offer.ids) : plan(offer.act, offer.chosen)),
    dialog: asked !== undefined && (
      <BulkDialog
        noun={noun}
        act={asked.act}
        chosen={asked.chosen}
        onClose={() => setAsked(undefined)}
        onDone={(answer) => finish(asked, answer)}
      />
    ),
  };
}
