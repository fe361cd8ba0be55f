import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnvironment } from '#engine/settings/environment.ts';
import { rememberSecretKey } from './secret-key.ts';

test('the key that secrets are sealed with is made once, and is its owner’s alone', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'taskflow-key-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const key = await rememberSecretKey(folder);
  assert.equal(await rememberSecretKey(folder), key);
  assert.ok(parseEnvironment({ TASKFLOW_SECRET_KEY: key }).ok);
  assert.equal((await stat(join(folder, 'secret-key'))).mode & 0o777, 0o600);
});
