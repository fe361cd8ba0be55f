// Writers here are bare connections, so that the test decides in which order their transactions begin, write and commit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openDatabase } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { collectEvents } from '#testing/worlds/event-ledger.ts';
import { printCursor, startOfWindow } from './cursor.ts';
import { openFeed } from './feed.ts';
import { eventCursorNow, type FeedEvent } from './read-events.ts';
import { beforeEverything } from './snapshot.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const fromTheStart = printCursor(startOfWindow(beforeEverything));

async function connect(count: number): Promise<pg.Client[]> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: bundle.ownerUrl }));
  for (const client of clients) await client.connect();
  return clients;
}

type Written = { tenantId: string; entityIds: string[]; payloads: object[]; type?: string };

async function write(
  client: pg.Client,
  { tenantId, entityIds, payloads, type = 'test.moved' }: Written,
): Promise<void> {
  const values = [tenantId, type, entityIds, JSON.stringify(payloads)];
  await client.query(
    `insert into events (tenant_id, type, actor, entity_ids, payloads) values ($1, $2, 'test', $3, $4)`,
    values,
  );
}

/** A subscriber that hangs up at random places, also within a batch, and comes back with the cursor of its last event. */
function restlessSubscriber(tenantId: string, random: (below: number) => number) {
  const events: FeedEvent[] = [];
  const ended = Promise.withResolvers<void>();
  let cursor = fromTheStart;
  let reconnects = 0;
  let hangUp = () => {};
  const listen = () => {
    let isGone = false;
    const end = bundle.feed.subscribe({ tenantId, after: cursor }, (batch, signal) => {
      assert.equal(signal, undefined);
      assert.equal(isGone, false, 'nothing comes after hanging up');
      const isLeaving = random(3) === 0;
      const taken = isLeaving ? batch.slice(0, 1 + random(batch.length)) : batch;
      events.push(...taken);
      cursor = taken.at(-1)?.cursor ?? cursor;
      if (events.some((event) => event.type === 'test.end')) ended.resolve();
      else if (isLeaving) again();
    });
    hangUp = () => {
      isGone = true;
      end();
    };
  };
  const again = () => {
    hangUp();
    reconnects += 1;
    listen();
  };
  listen();
  return { events, ended: ended.promise, again, reconnects: () => reconnects, close: () => hangUp() };
}

// Mulberry32, as a seed names an order of events for ever.
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Writer = { client: pg.Client; open: Map<number, number> | undefined };

/** Four writers, each with its transaction, one random move after the other: begin, write under the entities' locks, commit, roll back. */
async function writeAtRandom(scene: {
  tenantId: string;
  entities: string[];
  random: (below: number) => number;
  moved: () => void;
}): Promise<number[]> {
  const { tenantId, entities, random } = scene;
  const writers: Writer[] = (await connect(4)).map((client) => ({ client, open: undefined }));
  const counts = entities.map(() => 0);
  const lock = async (writer: Writer, entity: number) =>
    (await writer.client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [entity])).rows[0]
      ?.got === true;
  const finish = async (writer: Writer, isKept: boolean) => {
    await writer.client.query(isKept ? 'commit' : 'rollback');
    if (!isKept) for (const [entity, before] of writer.open ?? []) counts[entity] = before;
    writer.open = undefined;
    if (random(2) === 0) bundle.hints.send('news');
  };
  for (let move = 0; move < 900; move += 1) {
    const writer = writers[random(writers.length)];
    assert.ok(writer !== undefined);
    scene.moved();
    if (writer.open === undefined) {
      await writer.client.query('begin');
      // Half of them take their place among the transactions long before they write.
      if (random(2) === 0) await writer.client.query('select pg_current_xact_id()');
      writer.open = new Map();
    } else if (random(10) < 6) {
      const wanted = [...new Set([random(entities.length), random(entities.length)])];
      const held: number[] = [];
      for (const entity of wanted) if (await lock(writer, entity)) held.push(entity);
      for (const entity of held) if (!writer.open.has(entity)) writer.open.set(entity, counts[entity] ?? 0);
      for (const entity of held) counts[entity] = (counts[entity] ?? 0) + 1;
      const payloads = held.map((entity) => ({ n: counts[entity] }));
      if (held.length > 0)
        await write(writer.client, { tenantId, entityIds: held.map((entity) => entities[entity] ?? ''), payloads });
    } else await finish(writer, random(8) > 0);
  }
  for (const writer of writers) {
    if (writer.open !== undefined) await finish(writer, true);
    await writer.client.end();
  }
  return counts;
}

function numberOf(event: FeedEvent): unknown {
  return typeof event.payload === 'object' && event.payload !== null && 'n' in event.payload
    ? event.payload.n
    : undefined;
}

for (const seed of [1, 2, 3]) {
  test(`G11: a subscriber that comes and goes gets every event once, each entity's in order, while four writers commit (seed ${seed})`, {
    timeout: 60_000,
  }, async () => {
    const random = randomOf(seed);
    const [tenantId, entities] = [newId(), Array.from({ length: 6 }, () => newId())];
    const subscriber = restlessSubscriber(tenantId, randomOf(seed + 1_000));
    const counts = await writeAtRandom({
      tenantId,
      entities,
      random,
      moved: () => random(40) === 0 && subscriber.again(),
    });
    const [last] = await connect(1);
    assert.ok(last !== undefined);
    await write(last, { tenantId, entityIds: [newId()], payloads: [{}], type: 'test.end' });
    await last.end();
    bundle.hints.send('news');
    await subscriber.ended;
    subscriber.close();
    assert.ok(subscriber.reconnects() > 20, `${subscriber.reconnects()} reconnects`);
    for (const [index, entity] of entities.entries()) {
      const numbers = subscriber.events.filter((event) => event.entityId === entity).map(numberOf);
      assert.deepEqual(
        numbers,
        Array.from({ length: counts[index] ?? 0 }, (_, n) => n + 1),
      );
    }
    assert.ok(subscriber.events.every((event) => event.tenantId === tenantId));
  });
}

test('G11: a slow open transaction holds nobody up, and hides nothing of itself and nothing of those that overtook it', async () => {
  const tenantId = newId();
  const [slow, quick] = await connect(2);
  assert.ok(slow !== undefined && quick !== undefined);
  const live = collectEvents(bundle.feed, { tenantId, after: fromTheStart }, 'test.end');
  await slow.query('begin');
  await write(slow, { tenantId, entityIds: [newId()], payloads: [{ n: 'slow' }] });
  for (let n = 0; n < 300; n += 1) {
    await write(quick, { tenantId, entityIds: [newId()], payloads: [{ n }] });
    if (n % 20 === 0) bundle.hints.send('news');
  }
  await write(quick, { tenantId, entityIds: [newId()], payloads: [{}], type: 'test.overtook' });
  bundle.hints.send('news');
  assert.equal((await collectEvents(bundle.feed, { tenantId, after: fromTheStart }, 'test.overtook')).length, 301);
  await slow.query('commit');
  await write(quick, { tenantId, entityIds: [newId()], payloads: [{}], type: 'test.end' });
  bundle.hints.send('news');
  const late = collectEvents(bundle.feed, { tenantId, after: fromTheStart }, 'test.end');
  for (const events of await Promise.all([live, late])) {
    const numbers = events.map(numberOf).filter((n) => n !== undefined);
    assert.equal(numbers.length, 301);
    assert.deepEqual(new Set(numbers), new Set(['slow', ...Array.from({ length: 300 }, (_, n) => n)]));
  }
  await Promise.all([slow.end(), quick.end()]);
});

test('G11: what came as history before the tail joined does not come again after a reconnect', async () => {
  const [early, late] = await connect(2);
  assert.ok(early !== undefined && late !== undefined);
  // The tail looks by itself now and then; in most of the rounds it does not look in between.
  for (let round = 0; round < 6; round += 1) {
    const tenantId = newId();
    await early.query('begin');
    await early.query('select pg_current_xact_id()');
    await late.query('begin');
    await write(late, { tenantId, entityIds: [newId()], payloads: [{ n: 'late transaction, early id' }] });
    await write(early, {
      tenantId,
      entityIds: [newId()],
      payloads: [{ n: 'early transaction, late id' }],
      type: 'test.history',
    });
    await early.query('commit');
    const seen: FeedEvent[] = [];
    const both = Promise.withResolvers<void>();
    const history = Promise.withResolvers<void>();
    const end = bundle.feed.subscribe({ tenantId, after: fromTheStart }, (events) => {
      seen.push(...events);
      history.resolve();
      if (seen.length >= 2) both.resolve();
    });
    await history.promise;
    await late.query('commit');
    bundle.hints.send('news');
    await both.promise;
    end();
    await write(late, { tenantId, entityIds: [newId()], payloads: [{}], type: 'test.end' });
    bundle.hints.send('news');
    const rest = await collectEvents(bundle.feed, { tenantId, after: seen.at(-1)?.cursor ?? '' }, 'test.end');
    assert.deepEqual(
      rest.map((event) => event.type),
      ['test.end'],
    );
  }
  await Promise.all([early.end(), late.end()]);
});

test('G11: a subscriber of a console that has just started misses nothing', async () => {
  const [client] = await connect(1);
  assert.ok(client !== undefined);
  for (let round = 0; round < 12; round += 1) {
    const tenantId = newId();
    const database = openDatabase({ url: bundle.ownerUrl, duty: 'feed', connectionsMax: 2, name: 'fresh feed' });
    const after = await eventCursorNow(database.client);
    const feed = openFeed(database);
    const arrived = collectEvents(feed, { tenantId, after }, 'test.end');
    for (let n = 0; n < 10; n += 1) await write(client, { tenantId, entityIds: [newId()], payloads: [{ n }] });
    await write(client, { tenantId, entityIds: [newId()], payloads: [{}], type: 'test.end' });
    assert.equal((await arrived).length, 11);
    await feed.close();
    await database.close();
  }
  await client.end();
});

const bogus = [
  '',
  'nonsense',
  'e1.1.0.0.0',
  'e2.1-0-.',
  'e2.0-0-..0.0',
  'e2.zzzzzzzzzz-0-..0.0',
  'e2.zzzzzzzzzzzzz-0-..0.0',
  'e2.1-0-.zzzzzzzzzz-0-.0.0',
  'e2.5-0-.3-0-.0.0',
  'e2.5-4-0_3_2..0.0',
  'e2.5-4-1..0.0',
  'e2.5-4-..0.0',
  'e2.5-4-0_9..0.0',
  'e2.-1-0-..0.0',
  "e2.1-0-..0.0'",
  `e2.1-0-${'_0'.repeat(9_000)}..0.0`,
];

test('G11: a cursor that names no place asks for a resync, and then the feed goes on from now', async () => {
  const [client] = await connect(1);
  assert.ok(client !== undefined);
  for (const cursor of bogus) {
    const tenantId = newId();
    await write(client, { tenantId, entityIds: [newId()], payloads: [{}], type: 'test.before' });
    const asked = Promise.withResolvers<void>();
    const next = Promise.withResolvers<string | undefined>();
    const end = bundle.feed.subscribe({ tenantId, after: cursor }, (events, signal) => {
      if (signal === 'resync') asked.resolve();
      else next.resolve(events[0]?.type);
    });
    await asked.promise;
    await write(client, { tenantId, entityIds: [newId()], payloads: [{}], type: 'test.after' });
    bundle.hints.send('news');
    assert.equal(await next.promise, 'test.after', cursor);
    end();
  }
  await client.end();
});
