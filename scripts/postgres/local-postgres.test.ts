import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { freePort } from '#scripts/free-port.ts';
import { startLocalPostgres } from './local-postgres.ts';
import { serverAccount } from './postgres-account.ts';

const root = join(import.meta.dirname, '../..');
const folders: string[] = [];
const limit = { timeout: 120_000 };
const nobody = { uid: 65534, gid: 65534 };

after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

test('the server is there, and gone without a trace after it was stopped', limit, async () => {
  const dataDirectory = await newFolder();
  const server = await startLocalPostgres({ dataDirectory, port: await freePort() });
  const [row] = await query(
    server.url,
    `select current_setting('fsync') fsync, current_setting('server_encoding') encoding`,
  );
  assert.deepEqual(row, { fsync: 'on', encoding: 'UTF8' });
  await server.stop();
  await server.exited;
  await assert.rejects(stat(join(dataDirectory, 'postgres/postmaster.pid')), { code: 'ENOENT' });
});

test('only who can read the password file may connect', limit, async () => {
  const dataDirectory = await newFolder();
  const server = await startLocalPostgres({ dataDirectory, port: await freePort() });
  const stranger = new URL(server.url);
  stranger.password = 'guess';
  await assert.rejects(query(stranger.href, 'select 1'), { code: '28P01' });
  assert.equal((await stat(join(dataDirectory, 'postgres-password'))).mode & 0o777, 0o600);
  await server.stop();
});

test('a taken port makes it choose another', limit, async () => {
  const dataDirectory = await newFolder();
  const blocker = createServer().listen(await freePort(), '127.0.0.1');
  await once(blocker, 'listening');
  const address = blocker.address();
  assert.ok(address !== null && typeof address === 'object');
  const server = await startLocalPostgres({ dataDirectory, port: address.port });
  assert.notEqual(server.port, address.port);
  await query(server.url, 'select 1');
  await server.stop();
  blocker.close();
});

test('kill -9 of the process that started it ends in a clean shutdown', limit, async () => {
  const dataDirectory = await newFolder();
  const holder = await hold(dataDirectory);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  // Starts only when the first server has let go of its files.
  const server = await startLocalPostgres({ dataDirectory, port: await freePort() });
  const log = await readFile(join(dataDirectory, 'postgres.log'), 'utf8');
  if (!server.isAdopted) {
    assert.match(log, /received fast shutdown request/);
    assert.doesNotMatch(log, /not properly shut down/);
  }
  await server.stop();
});

test('a second process joins the running server and keeps it when the first is killed', limit, async () => {
  const dataDirectory = await newFolder();
  const holder = await hold(dataDirectory);
  const server = await startLocalPostgres({ dataDirectory });
  assert.equal(server.isAdopted, true);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await query(server.url, 'create table kept ()');
  await server.stop();
  const log = await readFile(join(dataDirectory, 'postgres.log'), 'utf8');
  assert.equal(log.match(/ready to accept connections/g)?.length, 1);
  assert.match(log, /database system is shut down/);
});

test('after everything was killed at once, the next start finds what was committed', limit, async () => {
  const dataDirectory = await newFolder();
  const pidFile = join(dataDirectory, 'postgres/postmaster.pid');
  const holder = await hold(dataDirectory);
  const first = await startLocalPostgres({ dataDirectory });
  await query(first.url, 'create table kept as select 42 as answer');
  const postmaster = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  const watchdog = Number((await readFile(`/proc/${postmaster}/stat`, 'utf8')).split(' ')[3]);
  for (const id of [watchdog, postmaster, holder.pid ?? 0]) process.kill(id, 'SIGKILL');
  await once(holder, 'exit');
  const second = await startLocalPostgres({ dataDirectory, port: await freePort() });
  assert.deepEqual(await query(second.url, 'select answer from kept'), [{ answer: 42 }]);
  await second.stop();
});

test('a stale lock file that names a live stranger is overcome', limit, async () => {
  const dataDirectory = await newFolder();
  const first = await startLocalPostgres({ dataDirectory, port: await freePort() });
  const pidFile = join(dataDirectory, 'postgres/postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await first.stop();
  const { uid, gid } = await stat(join(dataDirectory, 'postgres'));
  // Process 1 lives always, as after a restart of a container, where low numbers come again.
  await writeFile(pidFile, ['1', ...lines.slice(1)].join('\n'), { mode: 0o600 });
  await chown(pidFile, uid, gid);
  const second = await startLocalPostgres({ dataDirectory, port: await freePort() });
  await query(second.url, 'select 1');
  await second.stop();
});

test('root can start it in a folder that nobody else may enter', limit, async () => {
  const dataDirectory = await newFolder(0o700);
  const server = await startLocalPostgres({ dataDirectory: join(dataDirectory, 'deep'), port: await freePort() });
  await query(server.url, 'select 1');
  await server.stop();
});

test('a user without rights starts and stops it as root does', limit, async (context) => {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || (await serverAccount([root])).prefix.length > 0) {
    context.skip('needs root, and a project folder that others may enter');
    return;
  }
  const dataDirectory = await newFolder();
  await chown(dataDirectory, nobody.uid, nobody.gid);
  const holder = await hold(dataDirectory, nobody);
  assert.equal((await stat(join(dataDirectory, 'postgres'))).uid, nobody.uid);
  holder.kill('SIGTERM');
  await once(holder, 'exit');
  const log = await readFile(join(dataDirectory, 'postgres.log'), 'utf8');
  assert.match(log, /ready to accept connections/);
});

async function newFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskflow-postgres-'));
  await chmod(folder, mode);
  folders.push(folder);
  return folder;
}

/** Another process that holds a server on the folder until it is killed. */
async function hold(dataDirectory: string, identity: { uid?: number; gid?: number } = {}): Promise<ChildProcess> {
  const script = `
    import { startLocalPostgres } from './scripts/postgres/local-postgres.ts';
    await startLocalPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)}, port: ${await freePort()} });
    console.log('holding');
    process.stdin.resume();`;
  const words = ['--input-type=module', '--eval', script];
  const child = spawn(process.execPath, words, { cwd: root, ...identity, stdio: ['pipe', 'pipe', 'inherit'] });
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  assert.match(String(first), /holding/);
  return child;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
