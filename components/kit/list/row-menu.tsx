'use client';

import { ArrowUpRight } from 'lucide-react';
import { useState } from 'react';
import { questionOf } from '#components/kit/act/act.ts';
import { useAct } from '#components/kit/act/use-act.tsx';
import { meantBy, offersOf } from '#components/kit/bulk/row-offers.ts';
import type { Bulk } from '#components/kit/bulk/use-bulk.tsx';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import { MenuAt, type Place } from '#components/ui/overlay/menu-at.tsx';
import type { MenuEntry } from '#components/ui/overlay/menu-entry.ts';
import type { NounList } from './noun-list.ts';

type MenuProps<R extends Row> = {
  list: Pick<NounList<R, never>, 'noun' | 'acts' | 'rowActs' | 'nameOf' | 'pathOf'>;
  row: R;
  selection: Parameters<typeof meantBy<R>>[1];
  bulk: Bulk<R>;
  place: Place;
};

/** What can be done to a row, or to the selection that it is one of, beside the row. */
export function RowMenu<R extends Row>({ list, row, selection, bulk, place }: MenuProps<R>) {
  const { noun, acts = [], rowActs = [] } = list;
  const [name, path] = [list.nameOf(row), list.pathOf(row)];
  const permissions = useViewer().viewer?.permissions ?? [];
  const [isOpen, setIsOpen] = useState(true);
  const { start, question } = useAct(row);
  const meant = meantBy(row, selection);
  const isOne = meant.count === 1;
  const offers: MenuEntry[] = offersOf(acts, { meant, permissions }).map((offer) => {
    const isDanger = offer.act.kind === 'planned' && offer.act.isDanger === true;
    return { kind: 'act', word: offer.word, Icon: offer.act.Icon, isDanger, act: () => bulk.take(offer) };
  });
  const own = rowActs
    .filter((act) => isOne && permissions.includes(act.permission) && act.fits(row))
    .map((act): MenuEntry => {
      const asks = questionOf(act, row) === undefined ? '' : ' …';
      return { kind: 'act', word: `${act.word}${asks}`, act: () => start(act), ...(act.Icon && { Icon: act.Icon }) };
    });
  const done: MenuEntry[] = [...offers, ...own];
  const entries: MenuEntry[] = [
    { kind: 'title', word: isOne ? name : `${sayNumber(meant.count, noun)} selected` },
    ...(done.length > 0 ? done : [{ kind: 'title', word: 'Nothing can be done to it now' } as const]),
  ];
  if (isOne && path !== undefined)
    entries.push({ kind: 'line' }, { kind: 'link', word: `Open ${noun.one}`, href: path, Icon: ArrowUpRight });
  const label = `Acts on ${isOne ? name : noun.many}`;
  return (
    <>
      {isOpen && <MenuAt label={label} place={place} entries={entries} onClose={() => setIsOpen(false)} />}
      {question}
    </>
  );
}
