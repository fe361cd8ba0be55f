import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { eventMonthsAhead, extendEventLog } from './extend-event-log.ts';

let testDatabase: TestDatabase;
let owner: Database;
let client: pg.Client;

before(async () => {
  testDatabase = await createTestDatabase();
  owner = openDatabase({ url: testDatabase.ownerUrl, duty: 'owner', connectionsMax: 3, name: 'test owner' });
  client = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await client.connect();
  // As the migrations alone leave it: the test databases have been extended already.
  for (const month of await months()) await client.query(`drop table ${month}`);
});

after(async () => {
  await client.end();
  await owner.close();
  await testDatabase.drop();
});

async function months(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'events'::regclass order by 1`);
  return rows.map((row) => row.name).filter((name) => name !== 'events_default');
}

async function writeEvent(at: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `insert into events (at, tenant_id, type, actor, entity_ids)
     values (${at}, gen_random_uuid(), 'job.created', 'test', array[gen_random_uuid()]) returning tableoid::regclass::text as name`,
  );
  return rows[0]?.name ?? '';
}

test('a month that the default partition has begun stays there, and every other month gets its own', async () => {
  await writeEvent(`now() + interval '3 months'`);
  await Promise.all([extendEventLog(owner), extendEventLog(owner), extendEventLog(owner)]);
  assert.equal((await months()).length, eventMonthsAhead);
  assert.equal(await writeEvent(`now() + interval '3 months'`), 'events_default');
});

test('a second look ahead changes nothing', async () => {
  const before = await months();
  await extendEventLog(owner);
  assert.deepEqual(await months(), before);
});

test('an event lands in the month of its instant, and is found through the log as before', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select 'events_' || to_char(now() at time zone 'UTC', 'YYYY_MM') as name`,
  );
  assert.equal(await writeEvent('now()'), rows[0]?.name);
  assert.equal(await writeEvent(`now() + interval '10 years'`), 'events_default');
  const count = await client.query<{ n: number }>('select count(*)::int as n from events');
  assert.equal(count.rows[0]?.n, 4);
});

test('the roles of console, worker and feed reach a month through the log only', async () => {
  const [month] = await months();
  for (const role of ['taskflow_web', 'taskflow_worker', 'taskflow_feed']) {
    await client.query('begin');
    await client.query(`set local role ${role}`);
    await assert.rejects(client.query(`select from ${month}`), /permission denied/);
    await client.query('rollback');
  }
});
