/** What a queue has done lately, told from its ended jobs. */

/** What ended in a part; `part` is null for the whole hour. `p95Ms` is how long 95 of 100 attempts took at most. */
export type EndedJobs = {
  part: number | null;
  succeeded: number;
  failed: number;
  p95Ms: number | null;
  isFull: boolean;
};

/** `at` is where a part begins. `errorPercent` and `p95Ms` are null when nothing ended. */
export type QueueActivity = {
  from: Date;
  to: Date;
  parts: { at: Date; succeeded: number; failed: number }[];
  succeeded: number;
  failed: number;
  errorPercent: number | null;
  p95Ms: number | null;
  isExact: boolean;
};

type Hour = { fromMs: number; partMs: number; parts: number };

/** The hour of a queue in its parts, those without a job too. */
export function queueActivity(ended: readonly EndedJobs[], { fromMs, partMs, parts }: Hour): QueueActivity {
  const byPart = new Map(ended.map((one) => [one.part, one]));
  const told = Array.from({ length: parts }, (_, n) => {
    const { succeeded = 0, failed = 0 } = byPart.get(n) ?? {};
    return { at: new Date(fromMs + n * partMs), succeeded, failed };
  });
  const succeeded = told.reduce((sum, part) => sum + part.succeeded, 0);
  const failed = told.reduce((sum, part) => sum + part.failed, 0);
  const all = succeeded + failed;
  return {
    from: new Date(fromMs),
    to: new Date(fromMs + parts * partMs),
    parts: told,
    succeeded,
    failed,
    errorPercent: all === 0 ? null : (failed / all) * 100,
    p95Ms: byPart.get(null)?.p95Ms ?? null,
    isExact: ended.every(({ isFull }) => !isFull),
  };
}
