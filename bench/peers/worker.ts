/** A process that carries out the jobs of one peer: PEER, DATABASE_URL and TUNING say which and how. */
import type { Execution } from './adapter.ts';
import { adapters } from './adapters.ts';

const adapter = adapters.find(({ name }) => name === process.env.PEER);
if (adapter === undefined) throw new Error(`there is no adapter for ${process.env.PEER}`);

const clockMs = () => Number(process.hrtime.bigint()) / 1e6;
let executions: Execution[] = [];
let ended = 0;

const worker = await adapter.openWorker({
  url: process.env.DATABASE_URL ?? '',
  tuning: process.env.TUNING === 'latency' ? 'latency' : 'throughput',
  note: (jobId) => {
    const startedMs = clockMs();
    return () => {
      executions.push([jobId, startedMs, clockMs()]);
      ended += 1;
    };
  },
});

process.on('message', async ({ want }: { want: string }) => {
  if (want === 'release') await worker.release();
  if (want === 'hold') await worker.hold();
  process.send?.({ ended, ...(want === 'executions' && { executions }) });
  if (want === 'executions') executions = [];
});
process.on('SIGTERM', async () => {
  await worker.close();
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));
process.send?.({ kind: 'ready' });
