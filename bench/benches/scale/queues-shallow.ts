/** What few jobs in each of many queues cost. */
import type { Bench } from '#bench/bench.ts';
import { byQueues } from '#bench/work/by-queues.ts';

const jobs = 40_000;

export const bench: Bench = {
  name: 'queues-shallow',
  describe: 'the same jobs in 1, 100, 1,000 and 10,000 queues',
  run: (context) =>
    byQueues(context, [
      { tenants: 1, queues: 1, jobs },
      { tenants: 1, queues: 100, jobs },
      { tenants: 1, queues: 1_000, jobs },
      // A tenant has at most 1,000 queues.
      { tenants: 10, queues: 10_000, jobs },
    ]),
};
