/** What a row of a timeline says: each stretch with its exact times, and the whole in a sentence. */
import { jobLooks } from '#components/state/state-look.ts';
import { sayGrowingSpan, saySpan } from '#components/time/say-time.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Bar, TimedStep } from './timeline-step.ts';

type Clock = { nowMs: number; timeZone: string };

/** A stretch in words: what it was, from when to when, and how long. */
export type BarWords = { what: string; when: string; howLong: string };

/** One bar in words. */
export function sayBar(bar: Bar, { nowMs, timeZone }: Clock): BarWords {
  const until = bar.toMs === null ? 'now' : sayClock(bar.toMs, timeZone);
  const howLong = bar.toMs === null ? sayGrowingSpan(nowMs - bar.fromMs) : saySpan(bar.toMs - bar.fromMs);
  return { what: whatOf(bar), when: `${sayClock(bar.fromMs, timeZone)} – ${until}`, howLong };
}

/** The row of a step for somebody who does not see it. */
export function sayStep(step: TimedStep, { bars, nowMs }: { bars: readonly Bar[]; nowMs: number }): string {
  const lengthOf = (kind: Bar['kind']) =>
    bars.filter((bar) => bar.kind === kind).reduce((sum, bar) => sum + (bar.toMs ?? nowMs) - bar.fromMs, 0);
  const round = step.iteration === null ? '' : ` round ${step.iteration + 1}`;
  const parts = [`${step.stepKey}${round}: ${jobLooks[step.state].word}`];
  if (step.keptMs !== null) parts.push('kept from an earlier run');
  if (step.attempts.length > 1) parts.push(sayCount(step.attempts.length, 'attempt'));
  if (lengthOf('wait') > 0) parts.push(`waited ${saySpan(lengthOf('wait'))}`);
  if (lengthOf('run') > 0) parts.push(`ran ${saySpan(lengthOf('run'))}`);
  return parts.join(', ');
}

function whatOf(bar: Bar): string {
  switch (bar.kind) {
    case 'wait':
      return bar.words;
    case 'retry':
      return `waited for attempt ${bar.attempt}`;
    case 'run':
      return `attempt ${bar.attempt} ${endings[bar.state] ?? bar.state.toLowerCase()}`;
  }
}

const endings: Record<string, string> = {
  RUNNING: 'runs',
  RELEASED: 'was given back',
  LOST: 'was lost with its worker',
  CANCELLED: 'was cancelled',
};

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time of day to the millisecond. */
export function sayClock(atMs: number, timeZone: string): string {
  const known = clocks.get(timeZone);
  const clock =
    known ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
  if (known === undefined) clocks.set(timeZone, clock);
  return clock.format(atMs);
}
