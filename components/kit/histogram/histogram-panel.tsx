'use client';

import { ChartColumn, Table2, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import type { Answer } from '#components/api/use-reading.ts';
import { withSpans } from '#components/chart/bucket-window.ts';
import { ChartTable } from '#components/chart/chart-table.tsx';
import { sayBucket } from '#components/chart/time-axis.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { useZone } from '#components/time/zone-context.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import {
  type Bucket,
  columnsByState,
  type HistogramWords,
  type Looks,
  sayCount,
  type ToldBucket,
} from './histogram-model.ts';
import { HistogramPlot } from './histogram-plot.tsx';
import { narrowed, widened } from './histogram-query.ts';
import type { HistogramWindow, Span } from './histogram-window.ts';

/** What a histogram of the API tells. */
export type Told = { from: string; to: string; buckets: readonly ToldBucket[] };

type Parts = {
  words: HistogramWords;
  query: string;
  /** The field of the query that names the time. */
  field: string;
  span: Span;
  window: HistogramWindow;
  nowMs: number;
  looks: Looks;
  answer: Answer<Told>;
  onAsk: (query: string) => void;
};

type Reach = { atMs: number; endMs: number };

/** Counts over time above a list. A press on a bucket asks for it alone; the way back is the browser's, or to widen. */
export function HistogramPanel({ words, query, field, span, window, nowMs, looks, answer, onAsk }: Parts) {
  const [isTable, setTable] = useState(false);
  const { timeZone } = useZone();
  const { data: told, fault, reload } = answer;
  if (fault !== undefined && told === undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  // What is drawn is what was told; the next window may be on its way.
  const shown = told === undefined ? window : { fromMs: Date.parse(told.from), toMs: Date.parse(told.to) };
  const buckets = withSpans(told?.buckets ?? [], shown.toMs);
  const sayWhen = (bucket: Reach) => sayBucket(bucket, { window: shown, timeZone });
  const open = ({ atMs, endMs }: Reach) => onAsk(narrowed(query, { field, span, fromMs: atMs, toMs: endMs }));
  const wider = widened(query, { field, window, nowMs });
  return (
    <figure aria-label={words.label} aria-busy={answer.isBehind} className="grid grid-cols-[minmax(0,1fr)_2.25rem]">
      {isTable ? (
        <ChartTable
          label={words.label}
          {...columnsByState(buckets, looks)}
          sayWhen={sayWhen}
          sayValue={(value, { atMs }) => sayCount(value ?? 0, isExactAt(buckets, atMs))}
          height={168}
          onOpen={open}
        />
      ) : (
        <HistogramPlot
          words={words}
          looks={looks}
          buckets={buckets}
          isKnown={told !== undefined}
          window={shown}
          timeZone={timeZone}
          sayWhen={sayWhen}
          onOpen={open}
        />
      )}
      <div className="flex flex-col items-center gap-1 py-1.5 pr-1">
        <IconButton
          label="Show more time"
          Icon={ZoomOut}
          isSmall
          disabled={wider === undefined}
          onClick={() => wider !== undefined && onAsk(wider)}
        />
        <IconButton
          label={isTable ? 'Show as a chart' : 'Show as a table'}
          Icon={isTable ? ChartColumn : Table2}
          isSmall
          onClick={() => setTable((now) => !now)}
        />
      </div>
    </figure>
  );
}

function isExactAt(buckets: readonly Bucket[], atMs: number): boolean {
  return buckets.find((bucket) => bucket.atMs === atMs)?.isExact ?? true;
}
