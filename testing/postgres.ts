/**
 * One PostgreSQL for all tests, and an empty migrated database for each that wants its own. scripts/test.ts starts the
 * server and names it in TASKFLOW_TEST_DATABASE_URL; a test file run by hand starts or joins one in .test/.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { eventMonthsAhead, extendEventLog } from '#engine/event/extend-event-log.ts';
import { openDatabase } from '#engine/store/database.ts';
import { freePort } from '#scripts/free-port.ts';
import { startLocalPostgres } from '#scripts/postgres/local-postgres.ts';
import { applyMigrations, readMigrations } from '#scripts/postgres/migrations.ts';

/** A database of one test: `ownerUrl` may do everything in it. */
export type TestDatabase = { ownerUrl: string; drop: () => Promise<void> };
type TestPostgres = { url: string; template: string };

const variable = 'TASKFLOW_TEST_DATABASE_URL';
// Any fixed number; it differs from the migrators' so that the two never wait for each other.
const advisoryLock = 82753570;
const waitMsMax = 120_000;

// Test data is worth nothing after a power cut, and flushing it would be most of the time of creating databases.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '128MB',
};

let starting: Promise<TestPostgres> | undefined;

/** The server of this test run with its migrated template; started at most once per process. */
export function testPostgres(): Promise<TestPostgres> {
  starting ??= start();
  return starting;
}

/** A fresh copy of the migrated template. `drop` also cuts whoever is still connected. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, template } = await testPostgres();
  return createDatabase(url, template);
}

/** A database without anything in it, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const { url } = await testPostgres();
  return createDatabase(url, 'template1');
}

async function createDatabase(url: string, template: string): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await administer(url, (client) => client.query(`create database ${name} template ${template}`));
  const drop = async () => {
    await administer(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { ownerUrl: urlOf(url, name), drop };
}

async function start(): Promise<TestPostgres> {
  const given = process.env[variable];
  const url = given || (await startServer());
  process.env[variable] = url;
  const template = `template_${await migrationsHash()}`;
  await administer(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    await dropLeftovers(client, template);
    await createTemplate(client, { url, template });
  });
  return { url, template };
}

async function startServer(): Promise<string> {
  const dataDirectory = join(import.meta.dirname, '..', '.test');
  // Any port: the usual one is for the Taskflow that may be running on this machine.
  const server = await startLocalPostgres({ dataDirectory, settings, port: await freePort() });
  return server.url;
}

/** Once per life of the server: nothing that was there before it started belongs to a live run. */
async function dropLeftovers(client: pg.Client, template: string): Promise<void> {
  const life = await client.query<{ now: string; seen: string | null; names: string[] }>(
    `
    select pg_postmaster_start_time()::text now,
           shobj_description(oid, 'pg_database') seen,
           array(select datname::text from pg_database where datname ~ '^(test|template|shadow)_' and datname <> $1) names
      from pg_database
     where datname = 'postgres'`,
    [template],
  );
  const [row] = life.rows;
  if (row === undefined || row.seen === row.now) return;
  for (const name of row.names) {
    await client.query(`alter database "${name}" is_template false`);
    await client.query(`drop database if exists "${name}" with (force)`);
  }
  await client.query(`comment on database postgres is '${row.now}'`);
}

async function createTemplate(client: pg.Client, { url, template }: TestPostgres): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [template]);
  if (found.rowCount !== 0) return;
  // Renamed when complete: a killed run leaves no half-migrated template under the final name.
  const building = `${template}_building`;
  await client.query(`drop database if exists ${building} with (force)`);
  await client.query(`create database ${building}`);
  await applyMigrations(urlOf(url, building));
  const owner = openDatabase({ url: urlOf(url, building), duty: 'owner', connectionsMax: 1, name: 'template' });
  await extendEventLog(owner);
  await owner.close();
  await client.query(`alter database ${building} rename to ${template}`);
  await client.query(`alter database ${template} allow_connections false is_template true`);
}

async function migrationsHash(): Promise<string> {
  const { migrationDirectories } = await readMigrations();
  return createHash('sha256')
    .update(JSON.stringify([migrationDirectories, eventMonthsAhead]))
    .digest('hex')
    .slice(0, 16);
}

async function administer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const options = `-c statement_timeout=${waitMsMax}`;
  const client = new pg.Client({ connectionString: urlOf(url, 'postgres'), options });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
