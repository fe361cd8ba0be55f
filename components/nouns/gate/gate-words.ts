/** What a lock is called and how it stands, in words. */
import type { GateKind, LockRowFragment } from '#components/generated/gates.ts';
import type { Look } from '#components/state/state-look.ts';
import { gateBounds } from '#domain/bounds/gate.ts';
import { sayCount } from '#domain/value/say-count.ts';

export type Lock = LockRowFragment;

export const kindWords: Record<GateKind, string> = {
  MUTEX: 'Mutex',
  POOL: 'Pool',
  TASK: 'Limit of a task',
  KEY: 'Limit of a key',
  WORKFLOW: 'Limit of a workflow',
  RATE: 'Rate of a task',
};

export const kindLooks: Record<GateKind, { many: string; says: string }> = {
  MUTEX: { many: 'Mutexes', says: 'One running job holds it alone.' },
  POOL: { many: 'Pools', says: 'Running jobs take of it what they need.' },
  TASK: { many: 'Tasks', says: 'So many jobs of the task run at once.' },
  KEY: { many: 'Keys', says: 'So many jobs of the task run at once for this value of its key.' },
  WORKFLOW: { many: 'Workflows', says: 'So many steps of the workflow run at once.' },
  RATE: { many: 'Rates', says: 'So many jobs of the task start in a span of time.' },
};

/** `Mutex`, `Limit of the key, task charge`. */
export function kindOf({ kind, task, key }: Pick<Lock, 'kind' | 'task' | 'key'>): string {
  const word = kindWords[kind];
  return task === null || task.name === key ? word : `${word}, task ${task.name}`;
}

type Standing = Pick<Lock, 'kind' | 'capacity' | 'held' | 'waiting'>;

/** Whether nobody more could take of it. */
export function isFull({ capacity, held }: Pick<Standing, 'capacity' | 'held'>): boolean {
  return capacity !== null && held >= capacity;
}

/** In a word how it stands. */
export function lockLook(lock: Standing): Look {
  if (lock.waiting > 0) return { word: 'Waited for', family: 'warning', glyph: 'clock' };
  if (lock.held > 0 || isFull(lock)) return { word: isFull(lock) ? 'Full' : 'Held', family: 'running', glyph: 'play' };
  return { word: 'Free', family: 'waiting', glyph: 'circle' };
}

/** How it stands, as a sentence. */
export function sayStanding({ kind, capacity, held, waiting }: Standing): string {
  const waits = waiting === 0 ? 'nobody waits' : `${sayCount(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'}`;
  if (kind === 'MUTEX') return held === 0 ? `Nobody holds it, and ${waits}.` : `A job holds it, and ${waits}.`;
  if (capacity === null) return `Nothing limits it any more: ${held.toLocaleString('en')} held, and ${waits}.`;
  const of = `${held.toLocaleString('en')} of ${capacity.toLocaleString('en')}`;
  if (kind === 'RATE') return `${of} started in the span of the rate, and ${waits}.`;
  const over = held > capacity ? ', more than there is since it was made smaller' : '';
  return `${of} held${over}, and ${waits}.`;
}

/** `72 %`; never rounded up to what is not reached. */
export function sayContention(contention: number): string {
  return `${Math.floor(contention * 100)} %`;
}

/** Whether most of those that come have to wait. */
export function isContended(contention: number | null): boolean {
  return contention !== null && contention > gateBounds.contentionRaisedAbove;
}

/** What another capacity of a pool does at once. */
export function sayCapacity(
  { held, waiting }: { held: number; waiting: number },
  { from, to }: { from: number; to: number },
): string {
  const now = `${held.toLocaleString('en')} of ${from.toLocaleString('en')} ${held === 1 ? 'is' : 'are'} held`;
  if (to === 0 && held > 0)
    return `${now} until ${held === 1 ? 'it ends' : 'they end'}; with 0 nothing goes in from now on.`;
  if (to < held)
    return `${now}; nothing is taken back, and the next goes in when fewer than ${to.toLocaleString('en')} are held.`;
  if (to === held)
    return held === 0 ? `${now}; with 0 nobody gets any of it.` : `${now}; the next goes in when one of them ends.`;
  const room = (to - held).toLocaleString('en');
  const waits =
    waiting === 0
      ? 'Nobody waits.'
      : `${sayCount(waiting, 'job')} that ${waiting === 1 ? 'waits goes' : 'wait go'} in as far as that is enough.`;
  return `${now}; with ${to.toLocaleString('en')} there is room for ${room} more at once. ${waits}`;
}

type Release = {
  kind: GateKind;
  key: string;
  amount: number;
  task: string;
  isAlive: boolean;
  next: string | undefined;
};

/** What releasing a hold does, a paragraph each. */
export function sayRelease({ kind, key, amount, task, isAlive, next }: Release): string[] {
  const what =
    kind === 'POOL' ? `${amount.toLocaleString('en')} of the pool ${key}` : `${kindWords[kind].toLowerCase()} ${key}`;
  return [
    `The job of ${task} loses ${what} and runs on.`,
    next === undefined ? 'Nobody waits for it; the next one that comes gets it.' : `Next in is a job of ${next}.`,
    isAlive
      ? 'Its worker lives, so its handler goes on as if it held this. When it is not done with what is guarded here, cancel the job instead: that frees all that it holds.'
      : 'Its worker was not heard of in time. The job is taken back by itself, too, which frees all that it holds.',
  ];
}
