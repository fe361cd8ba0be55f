/** What a worker lifts by itself, if there is one. */
const codes = new Set(['NO_WORKER', 'CLAIMABLE', 'CRASH_SUSPECT']);

/** Whether it waits for nothing but a worker. */
export function isForWorker(reason: { code: string } | null): boolean {
  return codes.has(reason?.code ?? '');
}
