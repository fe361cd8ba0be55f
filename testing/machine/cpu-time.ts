/**
 * How much a piece of work costs, for tests of things that must not grow without bound. Processor time of this process
 * and not the clock: a machine that is busy with something else makes no difference.
 */
import assert from 'node:assert/strict';

/** Does the work; fails when it took more of the processor. Choose the limit ten times above what it really takes. */
export async function withinCpuMs<T>(cpuMsMax: number, what: string, work: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const done = await work();
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1_000;
  assert.ok(cpuMs <= cpuMsMax, `${what} took ${Math.round(cpuMs)} ms of the processor, ${cpuMsMax} is the most`);
  return done;
}
