import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { watchSchema } from './schema-gap.ts';

let migrated: TestDatabase;
let empty: TestDatabase;
before(async () => {
  [migrated, empty] = await Promise.all([createTestDatabase(), createEmptyDatabase()]);
});
after(() => Promise.all([migrated.drop(), empty.drop()]));

const gapOf = ({ ownerUrl }: TestDatabase, duty: 'web' | 'worker' = 'web') =>
  watchSchema({ url: ownerUrl, duty }).gap();

async function change(text: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: migrated.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(text);
  await client.end();
  return rows.map(({ name }) => name);
}

test('a database without any migration is told what to do', async () => {
  assert.equal(await gapOf(empty), 'the database has not been migrated: run `npm run migrate`');
});

test('a database of a newer release lacks nothing, one of an older release is told what', async () => {
  await change(`insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    values ('newer', '', '29990101000000_newer', now(), 1)`);
  assert.deepEqual([await gapOf(migrated, 'web'), await gapOf(migrated, 'worker')], [undefined, undefined]);
  const [latest] = await change(`update _prisma_migrations set rolled_back_at = now()
    where migration_name = (select max(migration_name) from _prisma_migrations where id <> 'newer')
    returning migration_name as name`);
  const lacks = `the database is older than this release, it lacks ${latest}: run \`npm run migrate\``;
  assert.deepEqual([await gapOf(migrated, 'web'), await gapOf(migrated, 'worker')], [lacks, lacks]);
});

test('a database of a release that did not show its history is older than this one', async () => {
  await change('revoke select (migration_name, finished_at, rolled_back_at) on _prisma_migrations from taskflow_web');
  assert.match((await gapOf(migrated)) ?? '', /run `npm run migrate`$/);
});

test('a database that does not answer is a fault, not a gap', async () => {
  await assert.rejects(watchSchema({ url: 'postgres://nobody@127.0.0.1:9/nothing', duty: 'web' }).gap());
});
