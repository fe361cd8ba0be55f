/** Which stretches of a run are folded away: long ones in which no attempt ran. */

import type { Bar } from '#components/timeline/timeline-step.ts';
import type { Span } from './time-scale.ts';

// A line with more folds than this is all marks and no time.
const timelineFoldsMax = 20;

// A shorter pause is part of the picture.
const idleMsMin = 20_000;
// And so is one that is no large part of the whole.
const idleShareMin = 0.12;
// What is left of the pause on either side, so that one sees what ended and what began there.
const marginShare = 0.04;

/** The folds within a span, sorted and apart. `nowMs` ends what still goes on. */
export function idleFolds(bars: readonly Bar[], { span, nowMs }: { span: Span; nowMs: number }): Span[] {
  const busy = bars
    .filter((bar) => bar.kind === 'run')
    .map((bar) => ({ fromMs: bar.fromMs, toMs: bar.toMs ?? nowMs }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const gaps: Span[] = [];
  let atMs = span.fromMs;
  for (const { fromMs, toMs } of busy) {
    if (fromMs - atMs >= idleMsMin) gaps.push({ fromMs: atMs, toMs: fromMs });
    atMs = Math.max(atMs, toMs);
  }
  const workMs = Math.max(1, span.toMs - span.fromMs - gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0));
  return gaps
    .filter((gap) => (gap.toMs - gap.fromMs) / workMs >= idleShareMin)
    .slice(0, timelineFoldsMax)
    .map((gap) => {
      const marginMs = Math.min((gap.toMs - gap.fromMs) / 4, workMs * marginShare);
      return { fromMs: gap.fromMs + marginMs, toMs: gap.toMs - marginMs };
    });
}
