'use client';

import { ArrowUpRight } from 'lucide-react';
import { meantBy, offersOf } from '#components/kit/bulk/row-offers.ts';
import type { Bulk } from '#components/kit/bulk/use-bulk.tsx';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import { MenuAt, type Place } from '#components/ui/overlay/menu-at.tsx';
import type { MenuEntry } from '#components/ui/overlay/menu-entry.ts';

import type { NounList } from './noun-list.ts';

type MenuProps<R extends Row> = {
  list: Pick<NounList<R, never>, 'noun' | 'acts' | 'nameOf' | 'pathOf'>;
  row: R;
  selection: Parameters<typeof meantBy<R>>[1];
  bulk: Bulk<R>;
  place: Place;
  onClose: () => void;
};

/** What can be done to a row, or to the selection that it is one of, beside the row. */
export function RowMenu<R extends Row>({ list, row, selection, bulk, place, onClose }: MenuProps<R>) {
  const { noun, acts = [] } = list;
  const [name, path] = [list.nameOf(row), list.pathOf(row)];
  const permissions = useViewer().viewer?.permissions ?? [];
  const meant = meantBy(row, selection);
  const offers = offersOf(acts, { meant, permissions });
  const isOne = meant.count === 1;
  const entries: MenuEntry[] = [
    { kind: 'title', word: isOne ? name : `${sayNumber(meant.count, noun)} selected` },
    ...offers.map((offer): MenuEntry => {
      const isDanger = offer.act.kind === 'planned' && offer.act.isDanger === true;
      return { kind: 'act', word: offer.word, Icon: offer.act.Icon, isDanger, act: () => bulk.take(offer) };
    }),
    ...(offers.length === 0 ? [{ kind: 'title', word: 'Nothing can be done to it now' } as const] : []),
    ...(isOne && path !== undefined
      ? ([{ kind: 'line' }, { kind: 'link', word: `Open ${noun.one}`, href: path, Icon: ArrowUpRight }] as const)
      : []),
  ];
  return <MenuAt label={`Acts on ${isOne ? name : noun.many}`} place={place} entries={entries} onClose={onClose} />;
}
