/** What many jobs in each of many queues cost. */
import type { Bench } from '#bench/bench.ts';
import { byQueues } from '#bench/work/by-queues.ts';

const jobs = 200_000;

export const bench: Bench = {
  name: 'queues-deep',
  describe: '200,000 jobs in one queue, 200 in each of 1,000, and 20 in each of 10,000',
  run: async (context) => {
    if (context.isOnce) {
      context.note('left to queues-shallow, which goes the same way');
      return [];
    }
    return await byQueues(context, [
      { tenants: 1, queues: 1, jobs },
      { tenants: 1, queues: 1_000, jobs },
      { tenants: 10, queues: 10_000, jobs },
    ]);
  },
};
