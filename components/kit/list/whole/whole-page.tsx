'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { NoRows } from '#components/kit/list/no-rows.tsx';
import { useListPlace } from '#components/kit/list/use-list-place.ts';
import { ListBody } from '#components/kit/page/list-parts.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import { classes } from '#components/ui/classes.ts';
import { DataTable } from '#components/ui/table/data-table.tsx';
import { leastHeight } from '#components/ui/table/filled-height.ts';
import { useRowOrder } from './use-row-order.ts';
import { useWhole } from './use-whole.ts';
import type { WholeList } from './whole-list.ts';

/** Every row of a noun of which there are few: in the order that the reader chose, and read again as they change. */
export function WholePage<R extends Row, Whole>({ list }: { list: WholeList<R, Whole> }) {
  const { noun, Actions, Below, Empty, filter } = list;
  const { query, isNarrowed, clear } = useListPlace(filter);
  const { whole, fault, reload } = useWhole(list, query);
  const rows = whole === undefined ? [] : list.rowsOf(whole);
  const isFilled = Below === undefined;
  return (
    <Page
      title={noun.title}
      isFilled={isFilled}
      actions={
        <>
          <span className="min-w-24 text-right text-quiet">{whole !== undefined && list.say(whole)}</span>
          {Actions !== undefined && <Actions rows={rows} />}
        </>
      }
    >
      {filter !== undefined && (
        <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
          <filter.Bar />
        </div>
      )}
      {whole !== undefined && fault !== undefined && (
        <div className="panel">
          <FaultNotice fault={fault} onRetry={reload} />
        </div>
      )}
      <ListBody
        view={{ list: whole === undefined ? undefined : { rows }, fault, reload }}
        none={isNarrowed ? <NoRows noun={noun} onClear={clear} /> : <Empty />}
      >
        {whole !== undefined && <WholeRows list={list} whole={whole} rows={rows} isFilled={isFilled} />}
      </ListBody>
      {Below !== undefined && whole !== undefined && <Below whole={whole} />}
    </Page>
  );
}

type RowsProps<R extends Row, Whole> = {
  list: WholeList<R, Whole>;
  whole: Whole;
  rows: readonly R[];
  isFilled: boolean;
};

function WholeRows<R extends Row, Whole>({ list, whole, rows, isFilled }: RowsProps<R, Whole>) {
  const go = useGo();
  const ordered = useRowOrder(rows, list.orders);
  const { pathOf, lines } = list;
  return (
    <div
      className={classes('panel overflow-hidden', isFilled && 'flex flex-initial flex-col')}
      style={isFilled ? { minHeight: leastHeight({ rowCount: rows.length, lines }) } : undefined}
    >
      <DataTable
        {...ordered}
        label={list.noun.title}
        columns={list.columns(whole)}
        keyOf={(row) => row.id}
        {...(pathOf !== undefined && { onOpen: (row: R) => go(pathOf(row)) })}
        isMain
        isFilled={isFilled}
        minWidth={list.minWidth}
        {...(lines !== undefined && { lines })}
      />
    </div>
  );
}
