/** The jobs of loops: one for each item or round that starts, and the step's own when its loop is over. */
import type { LoopChange } from '#domain/run/loop/loops-of-run.ts';
import { errorOf } from '#domain/run/run-reader.ts';
import type { NewJob } from '#engine/job/insert/new-job.ts';

type Base = Omit<NewJob, 'state'>;

/** `base` makes what all jobs of the step have, each with an id of its own. */
export function jobsOfLoop(
  { starts, ended }: LoopChange,
  { base, needsOf }: { base: () => Base; needsOf: (params: LoopChange['starts'][number]['params']) => NewJob['needs'] },
): NewJob[] {
  const jobs = starts.map(({ item, params, delayMs }): NewJob => {
    const job = { ...base(), item, params, needs: needsOf(params) };
    return delayMs > 0 ? { ...job, state: 'SCHEDULED', delayMs } : { ...job, state: 'PENDING' };
  });
  // What its run or a person cancelled has no end of its own.
  if (ended === null || ended.state === 'CANCELLED') return jobs;
  const own = { ...base(), slaStartByMs: null, slaMaxDurationMs: null };
  const { fault, result } = ended;
  if (fault === null) return [...jobs, { ...own, state: 'SUCCEEDED', result }];
  const { code: reasonCode, message: reason } = fault;
  return [...jobs, { ...own, state: 'FAILED', reasonCode, reason, error: errorOf(fault) }];
}
