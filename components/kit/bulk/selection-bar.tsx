'use client';

import { usePageActions } from '#components/kit/page/page-actions.ts';
import { ListStrip } from '#components/kit/query/list-strip.tsx';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import type { BarProps } from './bar-props.ts';
import { offersOf } from './row-offers.ts';
import { SelectionActs } from './selection-acts.tsx';

const selectKey: [string, string] = ['x', 'select'];
const actsKey: [string, string] = ['.', 'acts'];
const askKey: [string, string] = ['/', 'ask'];

/** The line below a list: what is selected of it, and what can be done with all of that; else the keys that help. */
export function SelectionBar<R extends Row>(props: BarProps<R>) {
  const { acts, openWord, mayAsk, list, selection, bulk } = props;
  const { chosen, ids, isAll } = selection;
  const permissions = useViewer().viewer?.permissions ?? [];
  const rows = list.rows.filter(({ id }) => ids.has(id));
  const count = isAll ? list.totalCount : ids.size;
  const offers = chosen === undefined ? [] : offersOf(acts, { meant: { chosen, rows, count }, permissions });
  usePageActions(offers.map((offer) => ({ word: offer.word, Icon: offer.act.Icon, act: () => bulk.take(offer) })));
  const keys: [string, string][] = [
    ['j', 'next'],
    ['k', 'before'],
    ['o', openWord],
    ...(acts.length > 0 ? [selectKey, actsKey] : []),
    ...(mayAsk ? [askKey] : []),
  ];
  return (
    <ListStrip keys={keys}>
      {chosen !== undefined && <SelectionActs {...props} onPlan={(act) => bulk.plan(act, chosen)} />}
    </ListStrip>
  );
}
