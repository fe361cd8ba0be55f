/** How much memory is in use once everything that nobody holds is gone. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Frees what nobody holds any more. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
}

/** Bytes in use. */
export function usedHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
