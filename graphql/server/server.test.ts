import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database.drop());

function start(environment: Record<string, string>) {
  return fork(join(import.meta.dirname, 'server.ts'), ['--api-only'], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

async function readyAt(child: ReturnType<typeof start>): Promise<string> {
  const [message]: { port: number }[] = await once(child, 'message');
  const url = `http://127.0.0.1:${message?.port}`;
  assert.equal((await fetch(`${url}/health/ready`)).status, 200);
  return url;
}

test('a console that is told to stop stops, by signal or because its parent is gone', async () => {
  const stops: ((child: ReturnType<typeof start>) => void)[] = [
    (child) => child.kill('SIGTERM'),
    (child) => child.kill('SIGINT'),
    (child) => child.disconnect(),
  ];
  for (const stop of stops) {
    const child = start({ DATABASE_URL: database.ownerUrl });
    const url = await readyAt(child);
    const ended = once(child, 'exit');
    stop(child);
    assert.deepEqual(await ended, [0, null]);
    await assert.rejects(fetch(`${url}/health/live`));
  }
});

test('a console with a faulty environment says everything that is wrong and does not start', async () => {
  const child = start({ DATABASE_URL: 'mysql://x', LEASE_TTL_MS: 'long' });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  assert.deepEqual(await once(child, 'exit'), [1, null]);
  assert.match(said, /DATABASE_URL is not a URL/);
  assert.match(said, /LEASE_TTL_MS is a whole number/);
});

test('a console whose database is away is alive and not ready', async () => {
  const child = start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' });
  const [message]: { port: number }[] = await once(child, 'message');
  const url = `http://127.0.0.1:${message?.port}`;
  assert.equal((await fetch(`${url}/health/live`)).status, 200);
  assert.equal((await fetch(`${url}/health/ready`)).status, 503);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
});
