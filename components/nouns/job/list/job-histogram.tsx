'use client';

import { JobHistogramDocument } from '#components/generated/jobs.ts';
import { ListHistogram, type ListHistogramProps } from '#components/kit/histogram/list-histogram.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { createdSpan } from './job-query.ts';

const words = {
  label: 'Jobs by time of creation',
  happened: 'Created',
  none: 'No job was created in this time.',
};

/** When the jobs of a query were created, by the state they are in now. */
export function JobHistogram(props: ListHistogramProps) {
  return (
    <ListHistogram
      {...props}
      document={JobHistogramDocument}
      toldOf={({ jobHistogram }) => jobHistogram}
      field="created"
      spanOf={createdSpan}
      words={words}
      looks={jobLooks}
    />
  );
}
