// What a subscriber is told besides its events: how far the log has gone, and that something moved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { uuidOf } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';

let house: TestConsole;
let owner: pg.Client;
before(async () => {
  house = await startTestConsole();
  owner = new pg.Client({ connectionString: house.databaseUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await house.close();
});

const following =
  'subscription ($filter: EventFilter, $after: Cursor) { told: events(filter: $filter, after: $after, marks: true) { cursor type entityId } }';
const pulsing =
  'subscription ($filter: EventFilter, $after: Cursor, $every: Duration!) { told: pulses(filter: $filter, after: $after, every: $every) { cursor events } }';

function open(tenant: TestTenant, query: string, variables: Record<string, unknown>) {
  const client = house.follow(tenant.token);
  const stream = client.iterate({ query, variables });
  return {
    next: async (): Promise<Json | undefined> => {
      const { value } = await stream.next();
      const message: Json = JSON.parse(JSON.stringify(value ?? null));
      assert.equal(at(message, 'errors'), undefined, JSON.stringify(message));
      return at(message, 'data', 'told');
    },
    error: async (): Promise<string> => JSON.stringify((await stream.next()).value),
    end: () => client.dispose(),
  };
}

/** Events of this type, one in each row of the log. */
async function write(tenant: TestTenant, type: string, count: number): Promise<void> {
  await owner.query(
    `insert into events (tenant_id, type, actor, entity_ids)
    select $1, $2, 'test', array[gen_random_uuid()] from generate_series(1, $3)`,
    [uuidOf('tenant', tenant.id), type, count],
  );
}

test('who asks for marks hears at once where the log stands, and goes on from there without the past', async () => {
  const tenant = await house.tenant();
  const start = await house.cursor(tenant);
  await write(tenant, 'queue.updated', 50);
  const filter = { noun: 'JOB' };
  const quiet = open(tenant, following, { filter, after: start });
  const mark = await quiet.next();
  assert.equal(at(mark, 'type'), 'CURSOR_ADVANCED');
  assert.equal(at(mark, 'entityId'), null);
  assert.notEqual(at(mark, 'cursor'), start);
  await quiet.end();
  // Nothing before the mark comes again, and all that is later does.
  const all = open(tenant, following, { after: textAt(mark, 'cursor') });
  assert.equal(at(await all.next(), 'type'), 'CURSOR_ADVANCED');
  await write(tenant, 'job.created', 1);
  assert.equal(at(await all.next(), 'type'), 'job.created');
  await all.end();
});

test('who does not ask for marks gets events only', async () => {
  const tenant = await house.tenant();
  const plain = open(tenant, 'subscription ($after: Cursor) { told: events(after: $after) { type } }', {
    after: await house.cursor(tenant),
  });
  await write(tenant, 'job.created', 1);
  assert.equal(at(await plain.next(), 'type'), 'job.created');
  await plain.end();
});

test('an event tells who did it: a token by its name, a worker as one, and for a mark nobody', async () => {
  const tenant = await house.tenant();
  const by = open(
    tenant,
    'subscription ($after: Cursor) { told: events(after: $after, marks: true) { type by { id kind name } } }',
    { after: await house.cursor(tenant) },
  );
  assert.deepEqual(await by.next(), { type: 'CURSOR_ADVANCED', by: null });
  await tenant.ask('mutation { upsertQueue(input: { name: "mail" }) { userErrors { message } } }');
  const made = await by.next();
  assert.equal(at(made, 'type'), 'queue.updated');
  assert.equal(at(made, 'by', 'kind'), 'TOKEN');
  assert.equal(typeof at(made, 'by', 'name'), 'string');
  const worker = 'worker:01a1fd22-f6e7-7000-802e-5f7b7aa01234';
  await owner.query(
    `insert into events (tenant_id, type, actor, entity_ids) values ($1, 'job.started', $2, array[gen_random_uuid()])`,
    [uuidOf('tenant', tenant.id), worker],
  );
  assert.deepEqual(at(await by.next(), 'by'), { id: worker, kind: 'WORKER', name: null });
  await by.end();
});

test('a pulse counts every event that passes once', async () => {
  const tenant = await house.tenant();
  const [batches, size] = [30, 100];
  const pulses = open(tenant, pulsing, {
    filter: { types: ['job.created'] },
    after: await house.cursor(tenant),
    every: 'PT0.25S',
  });
  assert.equal(at(await pulses.next(), 'events'), 0);
  const writing = (async () => {
    for (let batch = 0; batch < batches; batch += 1) {
      await write(tenant, 'job.created', size);
      await write(tenant, 'job.started', size);
    }
  })();
  let counted = 0;
  while (counted < batches * size) counted += Number(at(await pulses.next(), 'events'));
  await writing;
  assert.equal(counted, batches * size);
  await pulses.end();
});

test('a pulse does not beat again within its time, however many events pass', async () => {
  const tenant = await house.tenant();
  const after = await house.cursor(tenant);
  const pulses = open(tenant, pulsing, { after, every: 'PT1M' });
  const events = open(tenant, following, { filter: { noun: 'JOB' }, after });
  assert.equal(at(await pulses.next(), 'events'), 0);
  assert.equal(at(await events.next(), 'type'), 'CURSOR_ADVANCED');
  // The first event after a quiet while is told at once.
  await write(tenant, 'job.created', 1);
  assert.equal(at(await pulses.next(), 'events'), 1);
  let beats = 0;
  const beat = pulses.next().then(
    () => {
      beats += 1;
    },
    () => undefined,
  );
  for (let batch = 0; batch < 50; batch += 1) await write(tenant, 'job.created', 10);
  for (let seen = 0; seen < 501; ) if (at(await events.next(), 'type') === 'job.created') seen += 1;
  assert.equal(beats, 0);
  await Promise.all([pulses.end(), events.end()]);
  await beat;
});

test('a pulse resumes after its cursor, and one that cannot be continued beats without a count', async () => {
  const tenant = await house.tenant();
  const start = await house.cursor(tenant);
  await write(tenant, 'job.created', 7);
  const missed = open(tenant, pulsing, { after: start, every: 'PT1M' });
  const beat = await missed.next();
  assert.equal(at(beat, 'events'), 7);
  await missed.end();
  const again = open(tenant, pulsing, { after: textAt(beat, 'cursor'), every: 'PT1M' });
  assert.equal(at(await again.next(), 'events'), 0);
  await again.end();
  const lost = open(tenant, pulsing, { after: 'not-a-cursor', every: 'PT1M' });
  assert.equal(at(await lost.next(), 'events'), null);
  await lost.end();
});

test('a pace outside of its bounds and a query that nobody can read are refused in words', async () => {
  const tenant = await house.tenant();
  for (const every of ['PT0.1S', 'PT2M', 'soon']) {
    const refused = open(tenant, pulsing, { every });
    assert.match(await refused.error(), /BAD_DURATION/);
    await refused.end();
  }
  const refused = open(tenant, following, { filter: { query: 'nothing:here' } });
  assert.match(await refused.error(), /there is no field .*nothing/);
  await refused.end();
});
