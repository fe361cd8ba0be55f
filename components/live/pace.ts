/** Keeps work that many events ask for to a pace: at once for the first, then at most once per gap while more come. */

export type Pace = { ask: () => void; stop: () => void };
/** Time as the page has it; a test brings its own. */
export type PaceClock = {
  nowMs: () => number;
  after: (waitMs: number, work: () => void) => () => void;
};

/** Asking costs nothing while the work is due anyway. */
export function paceOf(work: () => void, { gapMs, clock }: { gapMs: number; clock: PaceClock }): Pace {
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  return {
    ask: () => {
      cancel ??= clock.after(Math.max(0, lastMs + gapMs - clock.nowMs()), () => {
        cancel = undefined;
        lastMs = clock.nowMs();
        work();
      });
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
    },
  };
}
