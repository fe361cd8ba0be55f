/** How one job is read, and what tells that it moved. */
import { ask } from '#components/api/ask.ts';
import { JobDocument, type JobQuery } from '#components/generated/jobs.ts';
import type { ThingAsked } from '#components/kit/detail/noun-page.ts';

export type JobDetails = NonNullable<JobQuery['job']>;

export const oneJob: ThingAsked<JobDetails> = {
  read: (id) => ask(JobDocument, { id }, ({ job }) => job),
  topicOf: (id) => ({ kind: 'events', filter: { jobs: [id] } }),
};
