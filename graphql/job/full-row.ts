import { assert } from '#domain/unreachable.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import type { JobParent } from '#graphql/plumbing/parents.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';

/** The whole row of a job that enqueueing told only in part. */
export async function fullRow(job: JobParent, { loaders }: RequestContext): Promise<JobRow> {
  if ('createdAt' in job) return job;
  const row = await loaders.job.load(job.id);
  assert(row !== undefined, `job ${job.id} was just stored`);
  return row;
}
