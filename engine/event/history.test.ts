// What a subscriber missed, and what one subscriber may do to the others.
import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { entitiesPerEventMax } from '#engine/job/move-jobs.ts';
import { openDatabase } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { collectEvents } from '#testing/worlds/event-ledger.ts';
import { catchUpScanMax } from './catch-up.ts';
import { printCursor, startOfWindow } from './cursor.ts';
import { catchUpEventsMax } from './delivery.ts';
import { openFeed } from './feed.ts';
import { entriesPerPageMax, eventCursorNow, type FeedEvent } from './read-events.ts';
import { beforeEverything, covers, type Snapshot, snapshotNow } from './snapshot.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const fromTheStart = printCursor(startOfWindow(beforeEverything));

/** Rows of 500 entries each, as a claim writes them. */
async function writeBatches(tenantId: string, rows: number): Promise<void> {
  await bundle.owner.client.$executeRaw`
    insert into events (tenant_id, type, actor, entity_ids, payloads)
    select ${tenantId}::uuid, 'test.batch', 'test', (select array_agg(gen_random_uuid()) from generate_series(1, 500) where row > 0), null
    from generate_series(1, ${rows}::int) as row`;
}

/** Follows a tenant; `until` resolves with all batches once one of them fits. */
function listen(tenantId: string, after: string | undefined) {
  const batches: FeedEvent[][] = [];
  const resync = Promise.withResolvers<void>();
  const seen = new Map<string, PromiseWithResolvers<void>>();
  const waiting = (type: string) => {
    const known = seen.get(type) ?? Promise.withResolvers<void>();
    seen.set(type, known);
    return known;
  };
  const end = bundle.feed.subscribe({ tenantId, ...(after === undefined ? {} : { after }) }, (events, signal) => {
    if (signal === 'resync') resync.resolve();
    else batches.push(events);
    for (const { type } of events) waiting(type).resolve();
  });
  return { batches, end, isAsked: resync.promise, until: (type: string) => waiting(type).promise };
}

async function say(tenantId: string, type: string): Promise<void> {
  await bundle.owner.client.$executeRaw`
    insert into events (tenant_id, type, actor, entity_ids) values (${tenantId}::uuid, ${type}, 'test', array[gen_random_uuid()])`;
  bundle.hints.send('news');
}

// A transaction of any database of the server holds back what is known to be over; those of other tests are short.
const looksMax = 100_000;

/** Resolves once nothing is open that began before now. */
async function untilAllIsOver(): Promise<void> {
  const { end } = await snapshotNow(bundle.owner.client);
  for (let look = 0; look < looksMax; look += 1) {
    const { running } = await snapshotNow(bundle.owner.client);
    if (running.every((transaction) => transaction >= end)) return;
  }
  assert.fail('a transaction stays open');
}

test('what a subscriber missed comes in pages of bounded size, each event once and in order', async () => {
  const tenantId = newId();
  await writeBatches(tenantId, 21);
  await say(tenantId, 'test.end');
  const late = listen(tenantId, fromTheStart);
  await late.until('test.end');
  late.end();
  const events = late.batches.flat();
  assert.equal(events.length, 21 * 500 + 1);
  assert.equal(new Set(events.map(({ entityId }) => entityId)).size, events.length);
  assert.ok(late.batches.every((batch) => batch.length < entriesPerPageMax + entitiesPerEventMax));
});

test('more missed than is worth telling ends in a resync, and then the feed goes on from now', async () => {
  const tenantId = newId();
  await writeBatches(tenantId, catchUpEventsMax / 500 + 1);
  const late = listen(tenantId, fromTheStart);
  await late.isAsked;
  assert.ok(late.batches.flat().length <= catchUpEventsMax);
  await say(tenantId, 'test.after');
  await late.until('test.after');
  late.end();
});

/** A try to read a run's log: what was told, and whether that was all of it. */
function tryRun(subscription: { tenantId: string; runId: string; after?: string }, last: number) {
  const events: FeedEvent[] = [];
  return new Promise<{ events: FeedEvent[]; isWhole: boolean }>((resolve) => {
    const end = bundle.feed.subscribe(subscription, (more, signal) => {
      events.push(...more);
      const isWhole = more.some(({ seq }) => seq === last);
      if (signal === undefined && !isWhole) return;
      end();
      resolve({ events, isWhole });
    });
  });
}

test('a run with more events than are told at once is told to its end by asking on after the last one', async () => {
  const [tenantId, runId, rows] = [newId(), newId(), 250];
  await bundle.owner.client.$executeRaw`
    insert into events (tenant_id, type, actor, run_id, seq, entity_ids)
    select ${tenantId}::uuid, 'test.batch', 'test', ${runId}::uuid, (row - 1) * 500 + 1,
      (select array_agg(gen_random_uuid()) from generate_series(1, 500) where row > 0)
    from generate_series(1, ${rows}::int) as row`;
  const last = rows * 500;
  const read: FeedEvent[] = [];
  let tries = 0;
  for (let isWhole = false; !isWhole && tries < 10; tries += 1) {
    const after = read.at(-1)?.cursor;
    const told = await tryRun({ tenantId, runId, ...(after !== undefined && { after }) }, last);
    assert.ok(told.events.length > 0 && told.events.length <= catchUpEventsMax);
    read.push(...told.events);
    isWhole = told.isWhole;
  }
  assert.equal(read.length, last);
  assert.ok(read.every(({ seq }, n) => seq === n + 1));
  assert.equal(tries, Math.ceil(last / catchUpEventsMax));
});

test('a subscriber that throws is asked to resync, and the others miss nothing of the same page', async () => {
  const tenantId = newId();
  const faults: unknown[] = [];
  const database = openDatabase({ url: bundle.ownerUrl, duty: 'feed', connectionsMax: 2, name: 'faulty feed' });
  const feed = openFeed(database, (fault) => faults.push(fault));
  const [first, last] = [Promise.withResolvers<string | undefined>(), Promise.withResolvers<string | undefined>()];
  const asked = Promise.withResolvers<void>();
  feed.subscribe({ tenantId }, (events) => first.resolve(events[0]?.type));
  feed.subscribe({ tenantId }, (_, signal) => {
    if (signal !== 'resync') throw new Error('a poisoned event');
    asked.resolve();
    throw new Error('and deaf to it');
  });
  feed.subscribe({ tenantId }, (events) => last.resolve(events[0]?.type));
  // All three have joined the tail once a fourth, which came after them, has heard of something.
  const joined = Promise.withResolvers<void>();
  const probe = newId();
  feed.subscribe({ tenantId: probe, after: fromTheStart }, () => joined.resolve());
  await say(probe, 'test.probe');
  await joined.promise;
  await say(tenantId, 'test.page');
  assert.deepEqual(await Promise.all([first.promise, last.promise]), ['test.page', 'test.page']);
  await asked.promise;
  assert.deepEqual(faults.map(String), ['Error: a poisoned event', 'Error: and deaf to it']);
  await feed.close();
  await database.close();
});

test('who catches up, however slowly, holds up nobody who is live', async () => {
  const [live, behind] = [newId(), newId()];
  await say(behind, 'test.history');
  const quick = listen(live, fromTheStart);
  // Both connections for history exist once two have caught up at once.
  await Promise.all(
    [0, 1].map(() => collectEvents(bundle.feed, { tenantId: behind, after: fromTheStart }, 'test.history')),
  );
  const history = await bundle.owner.client.$queryRaw<{ pid: number }[]>`
    select pid from pg_stat_activity where application_name = 'taskflow feed history' and datname = current_database()`;
  assert.ok(history.length > 0);
  await say(live, 'test.first');
  await quick.until('test.first');
  for (const { pid } of history) process.kill(pid, 'SIGSTOP');
  const stuck = Array.from({ length: 10 }, () => listen(behind, fromTheStart));
  await say(live, 'test.second');
  await quick.until('test.second');
  assert.ok(stuck.every(({ batches }) => batches.length === 0));
  for (const { pid } of history) process.kill(pid, 'SIGCONT');
  await Promise.all(stuck.map(({ until }) => until('test.history')));
  for (const each of [quick, ...stuck]) each.end();
});

test('a cursor with more behind it than is worth looking through, whoever it concerns, asks for a resync', async () => {
  const [own, other] = [newId(), newId()];
  const after = await eventCursorNow(bundle.owner.client);
  await bundle.owner.client.$executeRaw`
    insert into events (tenant_id, type, actor, entity_ids)
    select ${other}::uuid, 'test.many', 'test', '{}'::uuid[] from generate_series(1, ${catchUpScanMax + 1}::int)`;
  const late = listen(own, after);
  await late.isAsked;
  await say(own, 'test.after');
  await late.until('test.after');
  late.end();
});

/** A feed as a console opens it that has just been started. */
async function freshFeed(t: TestContext) {
  const database = openDatabase({ url: bundle.ownerUrl, duty: 'feed', connectionsMax: 2, name: 'restarted feed' });
  const faults: unknown[] = [];
  const feed = openFeed(database, (fault) => faults.push(fault));
  t.after(async () => {
    await feed.close();
    await database.close();
  });
  return { feed, faults };
}

test('a console that was restarted under 200 tabs reads what they missed once for all of them', async (t) => {
  const [tenants, tabs, rounds, batches] = [[newId(), newId()], 200, 10, 2];
  const { feed } = await freshFeed(t);
  // The tabs have seen the log up to different places.
  const cursors: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    cursors.push(await eventCursorNow(bundle.owner.client));
    for (const tenantId of tenants) await writeBatches(tenantId, batches);
  }
  for (const tenantId of tenants) await say(tenantId, 'test.end');
  const rowsWritten = tenants.length * (rounds * batches + 1);
  const counted = Array.from({ length: tabs }, async (_, tab) => {
    const tenantId = tenants[tab % tenants.length] ?? '';
    const seen = Math.floor(tab / tenants.length) % rounds;
    const events = await collectEvents(feed, { tenantId, after: cursors[seen] ?? '' }, 'test.end');
    return { events: events.map(({ entityId }) => entityId), expected: (rounds - seen) * batches * 500 + 1 };
  });
  for (const { events, expected } of await Promise.all(counted)) {
    assert.equal(events.length, expected);
    assert.equal(new Set(events).size, expected);
  }
  const { passes, rows } = feed.history();
  assert.equal(passes, 1);
  assert.equal(rows, rowsWritten, `${tabs} tabs read ${rows} rows of ${rowsWritten} that were written`);
});

test('tabs that come one after the other share the passes that are to come', async (t) => {
  const tenantId = newId();
  const { feed } = await freshFeed(t);
  const after = await eventCursorNow(bundle.owner.client);
  await writeBatches(tenantId, 10);
  await say(tenantId, 'test.end');
  const arriving: Promise<FeedEvent[]>[] = [];
  // One in each turn of the event loop; a pass takes many of these.
  for (let tab = 0; tab < 200; tab += 1) {
    arriving.push(collectEvents(feed, { tenantId, after }, 'test.end'));
    await new Promise(setImmediate);
  }
  for (const events of await Promise.all(arriving)) assert.equal(events.length, 10 * 500 + 1);
  const { passes, rows } = feed.history();
  assert.equal(rows, passes * 11);
  assert.ok(passes <= 20, `${passes} passes for 200 tabs`);
});

test('followers of one run that come back together read its log once', async (t) => {
  const [tenantId, runId] = [newId(), newId()];
  const { feed } = await freshFeed(t);
  await bundle.owner.client.$executeRaw`
    insert into events (tenant_id, type, actor, run_id, seq, entity_ids)
    select ${tenantId}::uuid, case when n = 100 then 'test.end' else 'test.step' end, 'test', ${runId}::uuid, n, array[gen_random_uuid()]
    from generate_series(1, 100) n`;
  const told = Array.from({ length: 50 }, () =>
    collectEvents(feed, { tenantId, runId, after: fromTheStart }, 'test.end'),
  );
  for (const events of await Promise.all(told)) assert.equal(events.length, 100);
  assert.deepEqual(feed.history(), { passes: 1, rows: 100 });
});

test('who is too far behind is asked to resync, and takes nobody along who is not', async (t) => {
  const [own, other] = [newId(), newId()];
  const { feed } = await freshFeed(t);
  const tooOld = await eventCursorNow(bundle.owner.client);
  await bundle.owner.client.$executeRaw`
    insert into events (tenant_id, type, actor, entity_ids)
    select ${other}::uuid, 'test.many', 'test', '{}'::uuid[] from generate_series(1, ${catchUpScanMax + 1}::int)`;
  await untilAllIsOver();
  const recent = await eventCursorNow(bundle.owner.client);
  await say(own, 'test.end');
  const asked = Array.from({ length: 20 }, () => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    feed.subscribe({ tenantId: own, after: tooOld }, (_, signal) => resolve(signal));
    return promise;
  });
  const told = Array.from({ length: 20 }, () => collectEvents(feed, { tenantId: own, after: recent }, 'test.end'));
  for (const signal of await Promise.all(asked)) assert.equal(signal, 'resync');
  for (const events of await Promise.all(told)) assert.equal(events.length, 1);
  assert.deepEqual(feed.history(), { passes: 1, rows: 1 });
});

test('who is live hears how far the log has gone, also when nothing of it concerned them', async (t) => {
  const [own, other] = [newId(), newId()];
  const { feed } = await freshFeed(t);
  const heard: Snapshot[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const start = await snapshotNow(bundle.owner.client);
  feed.subscribe(
    { tenantId: own, after: printCursor(startOfWindow(start)) },
    () => assert.fail('nothing concerns this tenant'),
    (moment) => {
      heard.push(moment);
      if (covers(moment, written)) resolve();
    },
  );
  await say(other, 'test.elsewhere');
  const written = await snapshotNow(bundle.owner.client);
  await promise;
  for (const [nth, moment] of heard.entries()) assert.ok(nth === 0 || covers(moment, heard[nth - 1] ?? moment));
});
