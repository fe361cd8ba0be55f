/** How a queue stands, in one word with its look, and in a sentence for whoever wonders. */
import type { PauseFieldsFragment } from '#components/generated/pause.ts';
import { sayRate } from '#components/kit/form/duration/rate-text.ts';
import type { Look } from '#components/state/state-look.ts';
import { saySpan } from '#components/time/say-time.ts';
import type { Rate } from '#domain/rate/rate.ts';
import { sayCount } from '#domain/value/say-count.ts';

export type Queue = {
  id: string;
  name: string;
  priority: number;
  /** Its share among the queues of the same priority. */
  weight: number;
  concurrency: number | null;
  /** How many of its jobs may start in a span of time. */
  rate: Rate | null;
  paused: boolean;
  /** Since when, by whom and why; null while it is open. */
  pause: PauseFieldsFragment | null;
  /** How many jobs are due and wait. */
  depth: number;
  /** How many of these stand aside until something else happens. */
  aside: number;
  /** How many wait for their time. */
  scheduled: number;
  running: number;
  oldestAgeMs: number | null;
  oldestWaitingAt: string | null;
  /** When a worker that serves it was last heard of. */
  lastHeardAt: string | null;
};

export type Standing = { look: Look; sentence: string };

/** Older than this, what waits is late by any measure. */
export const lateMs = 5 * 60_000;

// Which of these it is says each job, and the page of the queue.
const asideFor = 'for a lock, a pool, a limit, a rate or a run to go on';

/** How a queue stands. `isServed` says whether a live worker takes its jobs. */
export function standingOf(queue: Queue, isServed: boolean): Standing {
  const { paused, depth, aside, running, concurrency, rate } = queue;
  const waiting = sayCount(depth, 'job');
  if (paused) {
    const sentence = depth === 0 ? 'Nothing waits in it' : `${waiting} ${isOne(depth)} until it is resumed`;
    return { look: { word: 'Paused', family: 'warning', glyph: 'bars' }, sentence };
  }
  if (!isServed) {
    const sentence = depth === 0 ? 'No live worker serves it' : `${waiting} ${isOne(depth)}: no live worker serves it`;
    return { look: { word: 'No worker', family: 'failed', glyph: 'cross' }, sentence };
  }
  if (concurrency !== null && depth > 0 && running >= concurrency) {
    const sentence = `${waiting} ${isOne(depth)}: it runs ${running} of at most ${concurrency}`;
    return { look: { word: 'Full', family: 'warning', glyph: 'mark' }, sentence };
  }
  if (running > 0) return { look: { word: 'Working', family: 'running', glyph: 'play' }, sentence: '' };
  if (depth > 0) {
    const look = { word: 'Waiting', family: 'waiting', glyph: 'clock' } as const;
    if (aside >= depth) return { look, sentence: `${waiting} ${isOne(depth)} ${asideFor}` };
    const rest = aside === 0 ? '' : `, ${aside.toLocaleString('en')} of them ${asideFor}`;
    if (rate !== null)
      return { look, sentence: `${waiting} ${isOne(depth)}${rest}; it starts at most ${sayRate(rate)}` };
    return { look, sentence: `${waiting} ${depth === 1 ? 'waits for its turn' : 'wait for their turn'}${rest}` };
  }
  return { look: { word: 'Idle', family: 'waiting', glyph: 'circle' }, sentence: '' };
}

/** Whether one of the live workers serves the queue; a worker without a list of queues serves all. */
export function isServedBy(
  queue: { name: string },
  workers: readonly { state: string; queues: readonly string[] }[],
): boolean {
  return workers.some(({ state, queues }) => state === 'LIVE' && (queues.length === 0 || queues.includes(queue.name)));
}

/** What pausing does, for the question before it. */
export function sayPause({ depth, running, oldestAgeMs }: Queue): string {
  const oldest = oldestAgeMs === null ? '' : `, the oldest for ${saySpan(oldestAgeMs)} by now`;
  const waiting =
    depth === 0
      ? 'Jobs that come are kept and wait.'
      : `What waits keeps its place: ${sayCount(depth, 'job')}${oldest}.`;
  const rest = running === 0 ? '' : ` What runs finishes as usual: ${sayCount(running, 'job')}.`;
  return `Nothing of it starts until somebody resumes it. ${waiting}${rest}`;
}

/** What resuming does, for the question before it. */
export function sayResume({ depth, running, concurrency, oldestAgeMs }: Queue): string {
  const limit = concurrency === null ? 'as many as the workers have slots' : `at most ${concurrency} at once`;
  const going = running === 0 ? '' : ` ${sayCount(running, 'job')} ${running === 1 ? 'runs' : 'run'} still.`;
  if (depth === 0) return `Its jobs start again as they come, ${limit}.${going}`;
  const oldest = oldestAgeMs === null ? '' : ` The oldest has waited for ${saySpan(oldestAgeMs)}.`;
  return `${sayCount(depth, 'job')} may start right away, ${limit}.${oldest}${going}`;
}

function isOne(count: number): string {
  return count === 1 ? 'waits' : 'wait';
}
