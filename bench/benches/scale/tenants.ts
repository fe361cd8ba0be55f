/** What the same jobs cost when they belong to many tenants. */
import type { Bench } from '#bench/bench.ts';
import { byQueues } from '#bench/work/by-queues.ts';

const jobs = 40_000;

export const bench: Bench = {
  name: 'tenants',
  describe: 'the same jobs in one tenant and in 1,000',
  run: async (context) => {
    if (context.isOnce) {
      context.note('left to queues-shallow, which goes the same way');
      return [];
    }
    return await byQueues(context, [
      { tenants: 1, queues: 1, jobs },
      { tenants: 1_000, queues: 1_000, jobs },
    ]);
  },
};
