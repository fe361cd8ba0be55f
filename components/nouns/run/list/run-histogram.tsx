'use client';

import { RunHistogramDocument } from '#components/generated/runs.ts';
import { ListHistogram, type ListHistogramProps } from '#components/kit/histogram/list-histogram.tsx';
import { runLooks } from '#components/state/state-look.ts';
import { startedSpan } from './run-query.ts';

const words = {
  label: 'Runs by time of start',
  happened: 'Started',
  none: 'No run began in this time.',
};

/** When the runs of a query began, by the state they are in now. */
export function RunHistogram(props: ListHistogramProps) {
  return (
    <ListHistogram
      {...props}
      document={RunHistogramDocument}
      toldOf={({ runHistogram }) => runHistogram}
      field="started"
      spanOf={startedSpan}
      words={words}
      looks={runLooks}
    />
  );
}
