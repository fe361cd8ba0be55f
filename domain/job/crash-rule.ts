/** What becomes of the jobs of a worker that died: poison is found without punishing the jobs that ran beside it (G8). */
import { bounds } from '#domain/bounds.ts';

export type LostJob = { id: string; crashes: number };
export type Verdict = { to: 'PENDING' | 'DEAD'; counts: boolean };

/**
 * Jobs that have been in two crashes run one at a time; so when a worker dies under such a suspect, the suspect is to
 * blame and the others are not counted. Without a suspect among them, all are counted.
 */
export function judgeLostJobs(jobs: readonly LostJob[]): Map<string, Verdict> {
  const isSuspect = (job: LostJob) => job.crashes >= bounds.crashesMax - 1;
  const hasSuspect = jobs.some(isSuspect);
  return new Map(
    jobs.map((job) => {
      const counts = hasSuspect ? isSuspect(job) : true;
      return [job.id, { to: counts && job.crashes + 1 >= bounds.crashesMax ? 'DEAD' : 'PENDING', counts }];
    }),
  );
}
