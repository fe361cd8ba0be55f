/** What is done at gates, and the statements of it that are held to their plans. */

import { checkGates } from '#engine/gate/check-gates.ts';
import { loadComers, loadGateMinutes } from '#engine/gate/contention/count-comers.ts';
import { watchContention } from '#engine/gate/contention/watch-contention.ts';
import { listGates } from '#engine/gate/list-gates.ts';
import { loadHolders, loadWaiters } from '#engine/gate/load-gate-parts.ts';
import { pruneGates } from '#engine/gate/prune-gates.ts';
import { sweepGates } from '#engine/gate/sweep-gates.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import { succeeded, workerByHand } from '#testing/worker/worker-by-hand.ts';
import type { LargeWorld } from './large-world.ts';

export function deedsOfGates({ worker }: Bundle, { stage }: LargeWorld) {
  const { context } = stage;
  return {
    'jobs wait at gates, and are woken when there is room': {
      statements: ['insert_gates', 'read_gates', 'park_jobs', 'wake_gates', 'find_waiting_gates', 'check_gates'],
      does: async () => {
        valueOf(await upsertQueue(context, { name: 'gated' }));
        const needs = { mutex: ['${{ params.key }}'], concurrency: { max: 20 } };
        await stage.task('gated', { name: 'noop' }, { queue: 'gated', ...needs });
        await stage.enqueue(Array.from({ length: 600 }, (_, n) => ({ task: 'gated', params: { key: n % 30 } })));
        const hand = await workerByHand(worker);
        const jobs = await hand.claim({ queues: ['gated'] });
        await hand.settle(jobs.map((job) => succeeded(job)));
        await sweepGates(worker);
        await checkGates(worker);
      },
    },
    'contention is counted and told of, and rows that nobody uses go': {
      statements: [
        'load_comers',
        'load_gate_minutes',
        'find_contended_gates',
        'find_contention_alerts',
        'find_idle_gates',
        'forget_gate_minutes',
      ],
      does: async () => {
        const { nodes } = valueOf(await listGates(context, {}));
        const ids = nodes.map(({ id }) => id);
        await loadComers(context, ids);
        await loadGateMinutes(context, ids);
        await watchContention(worker);
        await pruneGates(worker);
      },
    },
    'gates are listed, with who holds them and who waits': {
      statements: ['list_gates', 'load_holders', 'load_waiters'],
      does: async () => {
        const { nodes } = valueOf(await listGates(context, {}));
        const part = { ids: nodes.map(({ id }) => id), first: 10 };
        await loadHolders(context, part);
        await loadWaiters(context, part);
      },
    },
  };
}
