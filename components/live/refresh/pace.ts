/** Keeps work that many events ask for to a pace: at once for the first, then at most once per gap while more come. */

import { growingWaitMs } from '#components/live/connection/growing-wait.ts';

// A reading that failed is tried again this often at least.
export const rereadMsMax = 30_000;

export type Pace = { ask: () => void; stop: () => void };
/** Time as the page has it; a test brings its own. */
export type PaceClock = {
  nowMs: () => number;
  after: (waitMs: number, work: () => void) => () => void;
};

/**
 * Asking costs nothing while the work is due anyway. Work that promises false has failed: it is due again, after waits
 * that grow while it goes on failing.
 */
export function paceOf(work: () => unknown, { gapMs, clock }: { gapMs: number; clock: PaceClock }): Pace {
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  let failures = 0;
  let isStopped = false;
  const workIn = (waitMs: number) => {
    cancel ??= clock.after(waitMs, () => {
      cancel = undefined;
      lastMs = clock.nowMs();
      void look(work());
    });
  };
  const look = async (answer: unknown) => {
    if ((await answer) !== false) failures = 0;
    else if (!isStopped) {
      workIn(growingWaitMs(failures, { firstMs: gapMs, mostMs: rereadMsMax }, 1));
      failures += 1;
    }
  };
  return {
    ask: () => workIn(Math.max(0, lastMs + gapMs - clock.nowMs())),
    stop: () => {
      isStopped = true;
      cancel?.();
      cancel = undefined;
    },
  };
}
