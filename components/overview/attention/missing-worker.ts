/** Work that waits because nobody is there to do it: the first thing that somebody who was called must know. */
import { jobsLink } from '#components/kit/words/list-links.ts';
import { isServedBy, type Queue } from '#components/nouns/queue/queue-standing.ts';
import { saySpan } from '#components/time/say-time.ts';
import { sayCount } from '#domain/value/say-count.ts';

type Worker = { state: string; queues: readonly string[]; lastSeenAt: string };

/** `lastHeardAt` is null when nobody remembers a worker that served the queues. */
export type MissingWorker = {
  sentence: string;
  /** What waits, and for how long. */
  waits: string;
  lastHeardAt: string | null;
  /** The names of the queues that nobody serves and in which work waits. */
  queues: string[];
  /** The jobs that wait. */
  href: string;
};

export type Fleet = { queues: readonly Queue[]; workers: readonly Worker[] };

// Names beyond these are counted.
const namesMax = 3;

/** The banner, when work waits for a worker that is not there. A paused queue waits for a person. */
export function missingWorker({ queues, workers }: Fleet): MissingWorker | undefined {
  const waiting = queues.filter((queue) => queue.depth > 0 && !queue.paused && !isServedBy(queue, workers));
  if (waiting.length === 0) return undefined;
  const names = waiting.map(({ name }) => name);
  const isNobody = !workers.some(({ state }) => state === 'LIVE');
  const depth = waiting.reduce((sum, queue) => sum + queue.depth, 0);
  const oldestMs = Math.max(...waiting.map(({ oldestAgeMs }) => oldestAgeMs ?? 0));
  const where = waiting.length === 1 ? `in ${names[0]}` : `in ${sayCount(waiting.length, 'queue')}`;
  const heard = isNobody
    ? workers.map(({ lastSeenAt }) => lastSeenAt)
    : waiting.flatMap(({ lastHeardAt }) => lastHeardAt ?? []);
  return {
    sentence: isNobody ? 'No worker is live: nothing starts' : `No live worker serves ${sayNames(names)}`,
    waits: `${sayCount(depth, 'job')} ${depth === 1 ? 'waits' : 'wait'} ${where}, the oldest for ${saySpan(Math.floor(oldestMs / 1_000) * 1_000)}`,
    lastHeardAt: heard.toSorted().at(-1) ?? null,
    queues: names,
    href: jobsLink({
      states: ['PENDING', 'SCHEDULED'],
      ...(names.length === 1 && names[0] !== undefined && { queue: names[0] }),
    }),
  };
}

function sayNames(names: readonly string[]): string {
  const rest = names.length - namesMax;
  return `${names.slice(0, namesMax).join(', ')}${rest > 0 ? ` and ${sayCount(rest, 'more queue')}` : ''}`;
}
