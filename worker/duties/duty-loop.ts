/**
 * The loop of a duty: passes, one after the other, as soon as there is something to do and at the latest after a while.
 * A fault ends a pass, never the duty.
 */
import { isConnectionFault } from '#engine/store/faults.ts';
import type { WorkerLog } from '#worker/worker-log.ts';
import type { Duty } from './duty.ts';

// A duty that meets a fault waits this long at most before it tries again.
export const dutyBackoffMsMax = 5_000;

export type DutyLoop = {
  /** Look now. */
  wake(): void;
  /** Passes made, how many of them threw, and the milliseconds they took. */
  figures(): { passes: number; faults: number; busyMs: number };
  /** Finishes the pass under way, then nothing more. */
  stop(): Promise<void>;
};

const backoffMsMin = 50;

/** Starts the duty: its first pass begins at once. */
export function startDuty({ name, run, everyMs }: Omit<Duty, 'wakesOn'>, log: WorkerLog): DutyLoop {
  const figures = { passes: 0, faults: 0, busyMs: 0 };
  const facts = name.replaceAll('-', '_');
  let isStopped = false;
  let isWoken = false;
  // In a row.
  let faults = 0;
  let endPause: (() => void) | undefined;

  const passSafely = async (): Promise<number> => {
    const beganAt = performance.now();
    try {
      const waitMs = await run();
      faults = 0;
      return waitMs;
    } catch (fault) {
      faults += 1;
      figures.faults += 1;
      const fields = { fault: fault instanceof Error ? fault.message : String(fault), faults };
      if (isConnectionFault(fault)) log.warn(`${facts}.connection_lost`, fields);
      else log.error(`${facts}.failed`, fields);
      return Math.min(dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(faults, 10));
    } finally {
      figures.passes += 1;
      figures.busyMs += performance.now() - beganAt;
    }
  };

  const pause = async (waitMs: number) => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    endPause = undefined;
  };

  const loop = async () => {
    while (!isStopped) {
      isWoken = false;
      const waitMs = Math.min(await passSafely(), everyMs);
      if (waitMs > 0 && !isWoken && !isStopped) await pause(waitMs);
    }
  };

  const running = loop();
  return {
    wake: () => {
      // While the database is away, hints must not turn the growing pause into a storm.
      if (faults > 0) return;
      isWoken = true;
      endPause?.();
    },
    figures: () => ({ ...figures }),
    stop: async () => {
      isStopped = true;
      endPause?.();
      await running;
    },
  };
}
