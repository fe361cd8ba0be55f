/** What becomes of the jobs of a worker that died: poison is found without punishing the jobs that ran beside it (G8). */
import { jobBounds } from '#domain/bounds/job.ts';

/** So many crashes make a suspect: one more, and it is dead. */
export const suspectCrashes = jobBounds.crashesMax - 1;

/** True for a job that runs alone, because the next crash would be its last. */
export function isSuspect({ crashes }: { crashes: number }): boolean {
  return crashes >= suspectCrashes;
}

export type LostJob = { id: string; crashes: number };
export type Verdict = { to: 'PENDING' | 'DEAD'; counts: boolean };

/**
 * Jobs that have been in two crashes run one at a time; so when a worker dies under such a suspect, the suspect is to
 * blame and the others are not counted. Without a suspect among them, all are counted.
 */
export function judgeLostJobs(jobs: readonly LostJob[]): Map<string, Verdict> {
  const hasSuspect = jobs.some(isSuspect);
  return new Map(
    jobs.map((job) => {
      const counts = hasSuspect ? isSuspect(job) : true;
      return [job.id, { to: counts && job.crashes + 1 >= jobBounds.crashesMax ? 'DEAD' : 'PENDING', counts }];
    }),
  );
}
