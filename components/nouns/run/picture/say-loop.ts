/** How far a step that repeats its task is, in words and as parts of a bar. */
import type { Family } from '#components/state/state-look.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { StepLoop } from './use-run-picture.ts';

type Loop = Pick<StepLoop, 'loop' | 'iteration'>;

/** As short as a node has room for: `137 / 200`, `round 3`. */
export function sayLoopShort({ loop, iteration }: Loop): string {
  if (loop.total === null) return `round ${numberOf((iteration ?? 0) + 1)}`;
  return `${numberOf(endedOf(loop))} / ${numberOf(loop.total)}`;
}

/** In full: what became of its items or rounds. */
export function sayLoop({ loop, iteration }: Loop): string {
  const { total, running, succeeded, failed, cancelled, started } = loop;
  const parts = [
    running > 0 && `${numberOf(running)} at work or in line`,
    succeeded > 0 && `${numberOf(succeeded)} succeeded`,
    failed > 0 && `${numberOf(failed)} failed`,
    cancelled > 0 && `${numberOf(cancelled)} cancelled`,
    total !== null && total > started && `${numberOf(total - started)} not started`,
  ].filter((part) => part !== false);
  const of = total === null ? `round ${numberOf((iteration ?? 0) + 1)}` : sayCount(total, 'item');
  return parts.length === 0 ? of : `${of}: ${parts.join(', ')}`;
}

export type LoopPart = { family: Family; share: number };

/** What its bar is made of, as shares of the whole; a while step knows no whole, and has none. */
export function loopParts({ loop }: Pick<Loop, 'loop'>): LoopPart[] {
  const { total, running, succeeded, failed, cancelled } = loop;
  if (total === null || total === 0) return [];
  const parts: [Family, number][] = [
    ['success', succeeded],
    ['failed', failed],
    ['waiting', cancelled],
    ['running', running],
  ];
  return parts.flatMap(([family, count]) => (count === 0 ? [] : [{ family, share: count / total }]));
}

function endedOf({ succeeded, failed, cancelled }: Loop['loop']): number {
  return succeeded + failed + cancelled;
}

function numberOf(count: number): string {
  return count.toLocaleString('en');
}
