import type { ReactNode } from 'react';
import type { Answer } from '#components/api/use-reading.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { FaultNotice } from './notice.tsx';

type ReadingProps<Data> = {
  answer: Answer<Data>;
  /** About as many rows as will come, so that little moves when they do. */
  rows?: number;
  children: (data: Data) => ReactNode;
};

/** A panel's content in its three states: on its way, not to be had, there. What is there stays when it cannot be read again. */
export function Reading<Data>({ answer: { data, fault, reload }, rows = 6, children }: ReadingProps<Data>) {
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      {data === undefined && fault === undefined && <Skeleton rows={rows} />}
      {data !== undefined && children(data)}
    </>
  );
}
