/** One job. Its attempts, transitions, payload and reason come through their loaders. */
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import type { JobRow } from './job-rows.ts';
import { loadJobs } from './load-jobs.ts';

/** The job; undefined when this tenant has none of this id. */
export async function getJob(context: Context, input: { id: string }): Promise<Outcome<JobRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const jobs = await loadJobs(context, [input.id]);
  return done(jobs.get(input.id));
}
