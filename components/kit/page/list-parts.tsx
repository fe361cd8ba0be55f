'use client';

import type { ReactNode } from 'react';
import type { Fault } from '#components/api/fault.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import type { Row } from '#components/live/list/live-list.ts';
import type { LiveListView } from '#components/live/list/use-live-list.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { FaultNotice } from './notice.tsx';

type Words = Pick<Noun, 'one' | 'many'>;
type View<R extends Row> = { view: LiveListView<R>; noun: Words };

/** How many there are, and how many wait above. */
export function ListHead<R extends Row>({ view, noun }: View<R>) {
  const { list, reload } = view;
  return (
    <div className="flex min-h-7 items-center gap-3" aria-live="polite">
      {/* Both keep their place while numbers come and grow. */}
      <span className="flex min-w-24 justify-end">
        {list !== undefined && list.waitingCount > 0 && (
          <button type="button" className="button button-small button-primary" onClick={reload}>
            {list.waitingCount}
            {list.waitingExact ? '' : '+'} new
          </button>
        )}
      </span>
      {list !== undefined && (
        <span className="figures min-w-24 text-right text-quiet">
          {list.totalCount.toLocaleString('en')}
          {list.totalCountExact ? '' : '+'} {list.totalCount === 1 ? noun.one : noun.many}
        </span>
      )}
    </div>
  );
}

type BodyProps = {
  view: { list: { rows: readonly Row[] } | undefined; fault: Fault | undefined; reload: () => void };
  none: ReactNode;
  children: ReactNode;
};

/** The rows of a list, or what stands in their place: bars until they are there, a fault, or that there are none. */
export function ListBody({ view: { list, fault, reload }, none, children }: BodyProps) {
  if (list !== undefined) return list.rows.length === 0 ? none : children;
  return (
    <div className="panel min-h-48 flex-1 overflow-hidden">
      {fault === undefined ? <Skeleton rows={14} /> : <FaultNotice fault={fault} onRetry={reload} />}
    </div>
  );
}

/** The way to older rows. */
export function ListFoot<R extends Row>({ view, noun }: View<R>) {
  const { list, fault, isReading, readOlder } = view;
  if (list === undefined) return null;
  if (fault !== undefined) return <FaultNotice fault={fault} onRetry={readOlder} />;
  if (!list.hasOlder) return null;
  return (
    <div className="border-t border-line p-2">
      <Button isSmall isBusy={isReading} onClick={readOlder}>
        {isReading ? 'Loading …' : `Load older ${noun.many}`}
      </Button>
    </div>
  );
}
