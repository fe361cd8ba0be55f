/** What is asked about waiting jobs and the lines of queues, for the page of plans. */
import { listJobs } from '#engine/job/list-jobs.ts';
import { listQueues } from '#engine/queue/list-queues.ts';
import { loadQueueFlows, loadQueueTasks } from '#engine/queue/load-queue-flows.ts';
import { loadTenantWaiting } from '#engine/queue/load-queue-shares.ts';
import type { Context } from '#engine/store/context.ts';
import { loadQueueLines, loadQueueWaits } from '#engine/wait/load-queue-lines.ts';
import { loadWaitChains } from '#engine/wait/load-wait-chains.ts';
import { valueOf } from '#testing/bundle.ts';

export function deedsOfWaitReaders(context: Context) {
  return {
    'a job says why it waits': {
      statements: ['read_lanes', 'read_places_in_line', 'read_competition', 'read_holders'],
      does: async () => {
        const { nodes } = valueOf(await listJobs(context, { first: 1, filter: { states: ['PENDING'] } }));
        await loadWaitChains(context, nodes);
      },
    },
    'a queue shows its line and what its jobs wait for': {
      statements: ['read_queue_lines', 'read_queue_waits', 'read_needs'],
      does: async () => {
        const ids = valueOf(await listQueues(context)).map(({ id }) => id);
        await loadQueueLines(context, ids.slice(0, 1), 20);
        await loadQueueWaits(context, ids.slice(0, 1));
      },
    },
    'a queue tells what goes through it, and the tenant how much of its waits': {
      statements: ['load_queue_flows', 'load_queue_tasks', 'count_tenant_waiting'],
      does: async () => {
        const ids = valueOf(await listQueues(context)).map(({ id }) => id);
        await loadQueueFlows(context, ids.slice(0, 1));
        await loadQueueTasks(context, ids.slice(0, 1));
        await loadTenantWaiting(context, [context.tenantId]);
      },
    },
  };
}
