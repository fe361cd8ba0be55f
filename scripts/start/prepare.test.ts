import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { identifyToken } from '#engine/access/identify.ts';
import { signIn } from '#engine/access/session/sign-in.ts';
import { openDatabase } from '#engine/store/database.ts';
import { renewPassword } from '#scripts/admin-password.ts';
import { chooseDemoPlace } from '#scripts/demo/demo-place.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { prepare, sayFirstAdmin } from './prepare.ts';

const place = { port: 3200, runtimeUrl: 'http://127.0.0.1:3200', hasMoved: true };
let databases: TestDatabase[] = [];

before(async () => {
  databases = await Promise.all(Array.from({ length: 4 }, createTestDatabase));
});

after(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

async function read<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<T>(text);
  await client.end();
  return rows;
}

const counts = `select (select count(*)::int from tenants) as tenants, (select count(*)::int from users) as users,
  (select count(*)::int from members where role = 'ADMIN') as admins, (select count(*)::int from tasks) as tasks,
  (select count(*)::int from task_versions) as versions, (select count(*)::int from workflows) as workflows,
  (select count(*)::int from schedules) as schedules, (select count(*)::int from runs) as runs,
  (select count(*)::int from jobs where run_id is null) as jobs`;

async function signsIn(url: string, credentials: { email: string; password: string }): Promise<boolean> {
  const database = openDatabase({ url, duty: 'web', connectionsMax: 1, name: 'test' });
  const outcome = await signIn(database, { ...credentials, address: '127.0.0.1' });
  await database.close();
  return outcome.ok;
}

test('a first start makes a demo tenant to look at and somebody who can sign in; the second start changes nothing', async () => {
  const url = databases[0]?.ownerUrl ?? '';
  const first = await prepare(url, { demo: place });
  assert.ok(first.credentials !== undefined && first.hasDemo);
  assert.ok(await signsIn(url, first.credentials));
  const [made] = await read(url, counts);
  assert.deepEqual(made, {
    tenants: 1,
    users: 1,
    admins: 1,
    tasks: 15,
    versions: 15,
    workflows: 4,
    schedules: 3,
    runs: 5,
    jobs: 17,
  });
  const second = await prepare(url, { demo: place });
  assert.deepEqual(second, { databaseUrl: url, credentials: undefined, firstAdminEmail: undefined, hasDemo: true });
  assert.deepEqual(await read(url, counts), [made]);
});

test('when the runtime of the demo moves, its tasks follow, and the other tasks stay as they are', async () => {
  const url = databases[0]?.ownerUrl ?? '';
  const moved = { port: 3201, runtimeUrl: 'http://127.0.0.1:3201', hasMoved: true };
  await prepare(url, { demo: moved });
  const rows = await read<{ name: string; version: number }>(
    url,
    'select name, version from tasks where version > 1 order by name',
  );
  assert.deepEqual(
    rows.map((row) => row.name),
    ['advise', 'connections', 'dead-tuples', 'event-log-integrity', 'oldest-transaction', 'relation-sizes', 'vacuum'],
  );
});

test('without a demo there is still a first admin, and a later start does not add the demo', async () => {
  const url = databases[1]?.ownerUrl ?? '';
  const first = await prepare(url);
  assert.ok(first.credentials !== undefined && !first.hasDemo);
  assert.ok(await signsIn(url, first.credentials));
  const later = await prepare(url, { demo: place });
  assert.equal(later.hasDemo, false);
  assert.deepEqual(await read(url, 'select count(*)::int as n from tenants'), [{ n: 0 }]);
});

test('a first admin named by settings signs in with that password, which nobody prints', async () => {
  const url = databases[3]?.ownerUrl ?? '';
  const firstAdmin = { email: 'ops@example.com', password: 'a password of our own' };
  const first = await prepare(url, { firstAdmin });
  assert.equal(first.credentials, undefined);
  assert.deepEqual(sayFirstAdmin(first), ['Sign in as ops@example.com with the password of TASKFLOW_ADMIN_PASSWORD']);
  assert.ok(await signsIn(url, firstAdmin));
  // Later starts leave them alone, whatever the settings say by then.
  const later = await prepare(url, { firstAdmin: { ...firstAdmin, password: 'another password' } });
  assert.deepEqual(sayFirstAdmin(later), []);
  assert.ok(await signsIn(url, firstAdmin));
});

test('the token that the environment names is a platform admin after every start', async () => {
  const url = databases[1]?.ownerUrl ?? '';
  const adminToken = 'a token of at least some length';
  await prepare(url, { adminToken });
  await prepare(url, { adminToken });
  const database = openDatabase({ url, duty: 'web', connectionsMax: 1, name: 'test' });
  const identity = await identifyToken(database, adminToken);
  await database.close();
  assert.ok(identity?.kind === 'token' && identity.role === 'PLATFORM_ADMIN');
});

test('two first starts at once make one admin, and only one of them prints a password', async () => {
  const url = databases[2]?.ownerUrl ?? '';
  const both = await Promise.all([prepare(url, { demo: place }), prepare(url, { demo: place })]);
  assert.equal(both.filter(({ credentials }) => credentials !== undefined).length, 1);
  assert.partialDeepStrictEqual(await read(url, counts), [{ tenants: 1, users: 1, runs: 5, jobs: 17 }]);
});

test('the runtime of the demo keeps its port from start to start, and leaves it to whoever took it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taskflow-demo-'));
  const first = await chooseDemoPlace(folder);
  assert.equal(first.hasMoved, true);
  assert.deepEqual(await chooseDemoPlace(folder), { ...first, hasMoved: false });
  const other = createServer().listen(first.port, '127.0.0.1');
  await once(other, 'listening');
  const moved = await chooseDemoPlace(folder);
  assert.ok(moved.hasMoved && moved.port !== first.port);
  other.close();
  await rm(folder, { recursive: true });
});

test('a lost first password is made anew and ends the sessions, and the old one opens nothing', async () => {
  const url = databases[1]?.ownerUrl ?? '';
  const [line = ''] = await renewPassword(url, undefined);
  const [, email = '', lost = ''] = /^Sign in as (\S+) with (\S+) /.exec(line) ?? [];
  const database = openDatabase({ url, duty: 'web', connectionsMax: 1, name: 'test' });
  assert.ok((await signIn(database, { email, password: lost, address: '192.0.2.1' })).ok);
  assert.deepEqual(await read(url, 'select count(*)::int as n from sessions'), [{ n: 1 }]);
  const [again = ''] = await renewPassword(url, email.toUpperCase());
  assert.deepEqual(await read(url, 'select count(*)::int as n from sessions'), [{ n: 0 }]);
  assert.ok(!again.includes(lost));
  assert.equal((await signIn(database, { email, password: lost, address: '192.0.2.2' })).ok, false);
  await database.close();
  await assert.rejects(renewPassword(url, 'nobody@example.com'), /there is nobody with this e-mail address/);
});
