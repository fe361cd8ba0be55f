/**
 * Hints: "look now" messages over NOTIFY. Losing one costs a poll interval, never work. The first hint of a
 * topic goes out at once, with the very commit that it speaks of where the command says so beforehand; the following
 * ones at most every few milliseconds, because NOTIFY takes a database-wide lock at commit.
 */
import { randomUUID } from 'node:crypto';
import { Prisma } from '#prisma/generated/client.ts';
import type { Database } from './database.ts';

/**
 * `work`: a job may be claimable. `news`: the event log grew. `stop`: a running job was cancelled. `plan`: a schedule
 * changed. `log`: an attempt wrote lines. `test`: somebody tries out a definition.
 */
export type HintTopic = 'work' | 'news' | 'stop' | 'plan' | 'log' | 'test';

export const hintChannel = 'taskflow';

// 200 hints a second and topic cost PostgreSQL less than one percent of its commit rate.
const hintIntervalMs = 5;

export type Hints = {
  /** Names the sender in each hint, so that a process may overlook its own. */
  id: string;
  /** Says that something of this topic was committed. Never waits, never throws. */
  send(...topics: HintTopic[]): void;
  /** Says that jobs of these queues may be claimable. */
  open(queueIds: readonly string[]): void;
  /** The topics among these that a transaction about to begin may carry itself; the others are to be sent after it. */
  ride(topics: readonly HintTopic[]): HintTopic[];
  /** Sends what is still held back. */
  close(): Promise<void>;
};

// A payload holds 8,000 bytes. Of more queues it is said that work is somewhere.
const queuesNamedMax = 150;

/** What NOTIFY carries for a topic, and for `work` the queues that it is in, where they are known and few. */
export function hintPayload(topic: HintTopic, senderId: string, queueIds: readonly string[] = []): string {
  const named = queueIds.length > queuesNamedMax ? [] : queueIds;
  return [topic, senderId, ...(named.length === 0 ? [] : [named.join(',')])].join(' ');
}

/** The parts of such a payload. */
export function readHint(payload: string): { topic: string; sender: string; queueIds: string[] } {
  const [topic = '', sender = '', queues = ''] = payload.split(' ');
  return { topic, sender, queueIds: queues === '' ? [] : queues.split(',') };
}

/** Sends hints through this database's own pool, after the commit that they speak of. */
export function openHints(database: Database): Hints {
  const id = randomUUID();
  const lastSentAt = new Map<HintTopic, number>();
  const held = new Set<HintTopic>();
  // Queues named since the last hint of work; of no use when somebody did not say which.
  const opened = new Set<string>();
  let isWorkAnywhere = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  const flush = () => {
    timer = undefined;
    const topics = [...held];
    const queueIds = isWorkAnywhere ? [] : [...opened];
    held.clear();
    opened.clear();
    isWorkAnywhere = false;
    const sentAt = performance.now();
    for (const topic of topics) lastSentAt.set(topic, sentAt);
    // A lost hint is covered by polling, and the next statement on this pool reports the fault itself.
    underWay = database.direct
      .$queryRaw(
        // A hint is worth nothing after a crash, so its commit need not wait for the disk.
        Prisma.sql`/* send_hints */
          select set_config('synchronous_commit', 'off', true) is null as hasty, pg_notify(${hintChannel}, payload) is null as sent
          from unnest(${topics.map((topic) => hintPayload(topic, id, topic === 'work' ? queueIds : []))}::text[]) as t(payload)`,
      )
      .catch(() => undefined);
  };

  const isDue = (topic: HintTopic, now: number) => now - (lastSentAt.get(topic) ?? -hintIntervalMs) >= hintIntervalMs;

  const hold = (topics: readonly HintTopic[]) => {
    if (topics.length === 0) return;
    const now = performance.now();
    let dueInMs = hintIntervalMs;
    for (const topic of topics) {
      held.add(topic);
      dueInMs = Math.min(dueInMs, (lastSentAt.get(topic) ?? -hintIntervalMs) + hintIntervalMs - now);
    }
    if (timer !== undefined) return;
    if (dueInMs <= 0) flush();
    else timer = setTimeout(flush, dueInMs);
  };

  return {
    id,
    ride: (topics) => {
      const now = performance.now();
      const riding = topics.filter((topic) => isDue(topic, now) && !held.has(topic));
      for (const topic of riding) lastSentAt.set(topic, now);
      return riding;
    },
    send: (...topics) => {
      if (topics.includes('work')) isWorkAnywhere = true;
      hold(topics);
    },
    open: (queueIds) => {
      for (const queueId of queueIds) opened.add(queueId);
      hold(['work']);
    },
    close: async () => {
      if (timer !== undefined) {
        clearTimeout(timer);
        flush();
      }
      await underWay;
    },
  };
}
