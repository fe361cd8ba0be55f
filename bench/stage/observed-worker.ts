/** A whole worker in its own process that notes when its handlers start and end, on the clock that all processes share. */
import { type Child, startChild } from './child.ts';

/** Milliseconds on the machine's monotonic clock. */
export type Execution = { jobId: string; startedMs: number; endedMs: number };

export type ObservedWorker = Child & {
  /** What was carried out since the last time this was asked. */
  executions(): Promise<Execution[]>;
  /** How many handlers have ended since it began. */
  ended(): Promise<number>;
  /** Bytes in use after a garbage collection. */
  heapBytes(): Promise<number>;
};

/** Starts it; its handlers are the built-in ones. */
export async function startObservedWorker({ url, slots }: { url: string; slots: number }): Promise<ObservedWorker> {
  const child = await startChild({
    script: 'bench/processes/observed-worker.ts',
    environment: { DATABASE_URL: url, SLOTS: String(slots) },
    nodeOptions: ['--expose-gc'],
  });
  return {
    ...child,
    executions: async () => {
      const { executions } = await child.ask({ want: 'executions' });
      return Array.isArray(executions) ? executions.map(readExecution) : [];
    },
    ended: async () => Number((await child.ask({ want: 'ended' })).ended),
    heapBytes: async () => {
      const { heapBytes } = await child.ask({ want: 'heap' });
      return Number(heapBytes);
    },
  };
}

/** The machine's monotonic clock in milliseconds; the same for every process on it. */
export function sharedClockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What to add to the shared clock to get milliseconds since 1970. */
export function sharedClockOffsetMs(): number {
  return performance.timeOrigin + performance.now() - sharedClockMs();
}

function readExecution(value: unknown): Execution {
  const [jobId, startedMs, endedMs]: unknown[] = Array.isArray(value) ? value : [];
  return { jobId: String(jobId), startedMs: Number(startedMs), endedMs: Number(endedMs) };
}
