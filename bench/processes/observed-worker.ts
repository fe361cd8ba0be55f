/** The process behind bench/stage/observed-worker.ts. */

import { sharedClockMs } from '#bench/stage/observed-worker.ts';
import { openOutbound } from '#worker/handlers/outbound.ts';
import { openHandlers } from '#worker/handlers/registry.ts';
import { startWorker } from '#worker/worker.ts';

const handlerFor = openHandlers(openOutbound({ allow: [] }));
let executions: [string, number, number][] = [];
let ended = 0;

const worker = await startWorker({
  databaseUrl: process.env.DATABASE_URL ?? '',
  log: { warn: (fact, fields) => console.error(fact, fields), error: (fact, fields) => console.error(fact, fields) },
  slots: Number(process.env.SLOTS),
  queues: [],
  // The values that a worker has unless told otherwise.
  leaseMs: 30_000,
  heartbeatMs: 5_000,
  sweepMs: 5_000,
  pollMs: 1_000,
  outboundAllow: [],
  version: 'bench',
  handlerFor: (block) => {
    const handler = handlerFor(block);
    return (input) => {
      const startedMs = sharedClockMs();
      const outcome = handler(input);
      executions.push([input.jobId, startedMs, sharedClockMs()]);
      ended += 1;
      return outcome;
    };
  },
});

process.on('message', (question: { want: string }) => {
  if (question.want === 'heap') {
    globalThis.gc?.();
    process.send?.({ heapBytes: process.memoryUsage().heapUsed });
    return;
  }
  if (question.want === 'ended') {
    process.send?.({ ended });
    return;
  }
  process.send?.({ executions });
  executions = [];
});
process.on('SIGTERM', async () => {
  await worker.stop(0);
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));
process.send?.({ kind: 'ready' });
