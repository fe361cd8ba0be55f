/**
 * What subscribers missed, read for many at once: whoever comes while a pass is under way shares the next one. So a
 * console that was restarted under hundreds of tabs reads the log a few times and not hundreds of times.
 */
import { nextTurn } from '#engine/store/batch/turns.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { catcherOf, type Pass, tellHistory } from './catch-up.ts';
import { goLive, type Subscriber } from './delivery.ts';
import { covers, type Snapshot, snapshotNow } from './snapshot.ts';
import type { Tail } from './tail.ts';

// Connections of those who catch up: one for all who follow a tenant, one for all who follow a run.
const catchUpsAtOnceMax = 2;

export type HistoryFigures = {
  /** How often the log was gone through. */
  passes: number;
  /** Rows of it that were read, whoever they were read for. */
  rows: number;
};

export type History = {
  /** Brings a subscriber to where the tail is, and live. What cannot be continued ends in a resync, from which it is live. */
  join(subscriber: Subscriber): void;
  figures(): HistoryFigures;
  close(): Promise<void>;
};

type Fittings = {
  tail: Tail;
  onFault: (fault: unknown) => void;
  /** Lets a subscriber go that cannot be served, with a resync. */
  end: (subscriber: Subscriber) => void;
};

type Work = (subscribers: readonly Subscriber[]) => Promise<void>;

/** Opens connections of its own: whoever catches up waits for others who catch up, and nobody who is live waits for any of them. */
export function openHistory(database: Database, { tail, onFault, end }: Fittings): History {
  const history = openDatabase({
    url: database.url,
    duty: 'feed',
    connectionsMax: catchUpsAtOnceMax,
    name: 'taskflow feed history',
  });
  const figures: HistoryFigures = { passes: 0, rows: 0 };
  const work = async (subscribers: readonly Subscriber[]) => {
    const open = subscribers.filter(({ isClosed }) => !isClosed);
    if (open.length === 0) return;
    try {
      const endOfPass = await momentToReach(history, tail);
      const pass: Pass = { client: history.client, end: endOfPass, figures, onFault, leave: end };
      figures.passes += 1;
      await bringToLive(pass, open);
    } catch (fault) {
      // Whatever it was, most likely the database is away: it is one fault, however many it concerns.
      onFault(fault);
      for (const subscriber of open) if (subscriber.pending !== undefined) end(subscriber);
    }
  };
  const tenants = openLane(work);
  const runs = openLane(async (subscribers) => {
    const byRun = Map.groupBy(subscribers, ({ subscription }) => `${subscription.tenantId} ${subscription.runId}`);
    for (const group of byRun.values()) await work(group);
  });
  return {
    join: (subscriber) => (subscriber.subscription.runId === undefined ? tenants : runs)(subscriber),
    figures: () => ({ ...figures }),
    close: () => history.close(),
  };
}

/** Gathers subscribers while the work for others is under way. */
function openLane(work: Work): (subscriber: Subscriber) => void {
  let waiting: Subscriber[] = [];
  let isBusy = false;
  const goOn = async () => {
    // Those who come with the same turn of the event loop share a pass.
    await nextTurn();
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await work(group);
    }
    isBusy = false;
  };
  return (subscriber) => {
    waiting.push(subscriber);
    if (isBusy) return;
    isBusy = true;
    void goOn();
  };
}

async function momentToReach(history: Database, tail: Tail): Promise<Snapshot> {
  const now = await snapshotNow(history.client);
  tail.beginAt(now);
  // A tail that stands ahead has delivered up to there already, and perhaps before these subscribers came.
  const position = tail.position() ?? now;
  return covers(position, now) ? position : now;
}

async function bringToLive(pass: Pass, subscribers: readonly Subscriber[]): Promise<void> {
  const catchers = subscribers
    .map((subscriber) => catcherOf(subscriber, pass.end))
    .filter((catcher) => catcher !== undefined);
  const told = await tellHistory(pass, catchers);
  for (const subscriber of subscribers) {
    if (subscriber.isClosed) continue;
    try {
      if (told.has(subscriber) && goLive(subscriber, pass.end)) continue;
      subscriber.floor = pass.end;
      subscriber.pending = undefined;
      subscriber.push([], 'resync');
    } catch (fault) {
      // Its own, and no reason to keep the others waiting.
      pass.onFault(fault);
      pass.leave(subscriber);
    }
  }
}
