'use client';

import { type FocusEvent, useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useAsk } from '#components/api/use-ask.ts';
import { SelectionBar } from '#components/kit/bulk/selection-bar.tsx';
import { useBulk } from '#components/kit/bulk/use-bulk.tsx';
import { useSelection } from '#components/kit/bulk/use-selection.ts';
import { ListFoot } from '#components/kit/page/list-parts.tsx';
import { useLate } from '#components/kit/page/use-late.ts';
import type { PlaceOfList } from '#components/kit/query/use-place.ts';
import type { Row } from '#components/live/list/live-list.ts';
import type { LiveListView } from '#components/live/list/use-live-list.ts';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { DataTable } from '#components/ui/table/data-table.tsx';
import { leastHeight } from '#components/ui/table/filled-height.ts';
import type { RowPlace } from '#components/ui/table/use-row-keys.ts';
import type { NounList } from './noun-list.ts';

// It comes when it is asked for.
const loadMenu = async () => (await import('./row-menu.tsx')).RowMenu;

// The line of the selection below the rows, with the edges of the panel.
const stripRem = 2.9;

type RowsProps<R extends Row, Beside> = { list: NounList<R, Beside>; view: LiveListView<R>; place: PlaceOfList };

/** The rows of a noun; where it can be looked into, the row that has the focus is the one looked into. */
export function ListRows<R extends Row, Beside>({ list, view, place }: RowsProps<R, Beside>) {
  const go = useGo();
  const selection = useSelection(place.query);
  const rows = view.list?.rows ?? [];
  const { value: beside } = useAsk(list.beside?.(rows), { keepsShown: true });
  const columns = list.columns({ rows, beside });
  const hasPeek = list.Peek !== undefined;
  const { acts = [], rowActs = [] } = list;
  const bulk = useBulk<R>({ noun: list.noun, list: view.list, selection });
  const [acted, setActed] = useState<{ row: R; place: RowPlace; nth: number }>();
  const askFor = (row: R, at: RowPlace) => setActed((last) => ({ row, place: at, nth: (last?.nth ?? 0) + 1 }));
  const RowMenu = useLate(loadMenu, acted !== undefined);
  useKeys(
    'Selection',
    [{ keys: 'Escape', words: 'Clear the selection', act: selection.clear }],
    place.peek === undefined && selection.chosen !== undefined,
  );
  if (view.list === undefined) return null;
  const followTo = (path: string | undefined) => path !== undefined && go(path);
  const open = (row: R) => {
    if (hasPeek && place.lookedInto() !== row.id) place.look(row.id);
    else followTo(list.pathOf(row));
  };
  const follow = ({ target }: FocusEvent) => followFocus(target, place);
  return (
    <div
      className="panel flex flex-initial flex-col overflow-hidden"
      style={{ minHeight: leastHeight({ rowCount: rows.length, lines: list.lines, aroundRem: stripRem }) }}
      {...(hasPeek && { onFocus: follow })}
    >
      <DataTable
        label={list.noun.title}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.id}
        nameOf={list.nameOf}
        {...(view.list.totalCountExact && { totalCount: view.list.totalCount })}
        onOpen={open}
        openKey={place.peek}
        {...(acts.length > 0 && { selection: { selected: selection.ids, onChange: selection.select } })}
        {...(acts.length + rowActs.length > 0 && { onActs: askFor })}
        isMain
        isFilled
        minWidth={list.minWidth}
        {...(list.lines !== undefined && { lines: list.lines })}
        {...(view.list.hasOlder && view.fault === undefined && { onEnd: view.readOlder })}
        foot={<ListFoot view={view} noun={list.noun} />}
      />
      <SelectionBar
        noun={list.noun}
        {...{ acts, pair: list.pair }}
        hasRowActs={rowActs.length > 0}
        openWord={hasPeek ? 'look inside' : 'open'}
        mayAsk={list.query !== undefined || list.filter !== undefined}
        query={place.query}
        states={list.stateOf && list.query && { of: list.stateOf, looks: list.query.looks }}
        list={view.list}
        selection={selection}
        bulk={bulk}
      />
      {acted !== undefined && RowMenu !== undefined && (
        <RowMenu
          key={acted.nth}
          list={list}
          row={acted.row}
          selection={{ ...selection, rows, total: view.list.totalCount }}
          bulk={bulk}
          place={acted.place}
        />
      )}
      {bulk.dialog}
    </div>
  );
}

// A walk by keys takes the look with it; a press on a row says by itself what it is for.
function followFocus(target: EventTarget, place: PlaceOfList): void {
  if (!(target instanceof HTMLTableRowElement) || !target.matches(':focus-visible')) return;
  const [key, peek] = [target.getAttribute('data-key'), place.lookedInto()];
  if (peek !== undefined && key !== null && key !== peek) place.look(key);
}
