/**
 * A duty of the worker: passes over the database, one after the other, as soon as there is something to do and at the
 * latest after a while. A fault ends a pass, never the duty.
 */
import { bounds } from '#domain/bounds.ts';
import { isConnectionFault } from '#engine/store/faults.ts';

/** Where a duty says what happened, as facts with ids. */
export type DutyLog = {
  warn(fact: string, fields: Record<string, unknown>): void;
  error(fact: string, fields: Record<string, unknown>): void;
};

/** A running duty. `wake`: look now. `stop`: finish the pass under way, then nothing more. */
export type Duty = { wake(): void; stop(): Promise<void> };

export type DutyOptions = {
  /** As the log names it. */
  name: string;
  /** Does one pass and says how long to wait before the next one; zero when there is more to do. */
  pass: () => Promise<number>;
  /** The longest wait, whatever a pass says: the net under lost hints. */
  pollMs: number;
  log: DutyLog;
};

const backoffMsMin = 50;

/** Starts the duty: its first pass begins at once. */
export function startDuty({ name, pass, pollMs, log }: DutyOptions): Duty {
  let isStopped = false;
  let isWoken = false;
  let faults = 0;
  let endPause: (() => void) | undefined;

  const passSafely = async (): Promise<number> => {
    try {
      const waitMs = await pass();
      faults = 0;
      return waitMs;
    } catch (fault) {
      faults += 1;
      const fields = { fault: fault instanceof Error ? fault.message : String(fault), faults };
      if (isConnectionFault(fault)) log.warn(`${name}.connection_lost`, fields);
      else log.error(`${name}.failed`, fields);
      return Math.min(bounds.dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(faults, 10));
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

  const run = async () => {
    while (!isStopped) {
      isWoken = false;
      const waitMs = Math.min(await passSafely(), pollMs);
      if (waitMs > 0 && !isWoken && !isStopped) await pause(waitMs);
    }
  };

  const running = run();
  return {
    wake: () => {
      // While the database is away, hints must not turn the growing pause into a storm.
      if (faults > 0) return;
      isWoken = true;
      endPause?.();
    },
    stop: async () => {
      isStopped = true;
      endPause?.();
      await running;
    },
  };
}
