/**
 * The duties, loaded and begun a moment later than the executor: what a start has to do at once is to claim, and a dozen
 * first passes beside the first claim would make whoever waits for a job wait for all of them.
 */
import type { RunningDuties } from './duties.ts';

/**
 * Begins them when `moment` has come. What is told to them before is not lost: the first pass of each looks at
 * everything. Told to stop before, none begins.
 */
export function dutiesAfter(moment: Promise<unknown>, begin: () => Promise<RunningDuties>): RunningDuties {
  let duties: RunningDuties | undefined;
  let isStopped = false;
  const begun = moment.then(async () => {
    if (!isStopped) duties = await begin();
  });
  return {
    tell: (occasion) => duties?.tell(occasion),
    wake: () => duties?.wake(),
    figures: () => duties?.figures() ?? [],
    stop: async () => {
      isStopped = true;
      await begun;
      await duties?.stop();
    },
  };
}
