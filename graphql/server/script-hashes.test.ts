import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hashesIn, openScriptHashes } from './script-hashes.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('only inline scripts are named by their hash', () => {
  const html =
    '<script src="/a.js" async=""></script><script>one()</script><p>x</p><script id="t" nonce="">two(\n)</script>';
  assert.deepEqual(hashesIn(html), [hash('one()'), hash('two(\n)')]);
});

test('a page gets its own hashes and those of the frame, and a strange path only the frame', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'pages-'));
  t.after(() => rm(directory, { recursive: true }));
  const pages = join(directory, '.next', 'server', 'app');
  await mkdir(pages, { recursive: true });
  await writeFile(join(pages, 'index.html'), '<script>frame()</script>');
  await writeFile(join(pages, 'jobs.html'), '<script>frame()</script><script>jobs()</script>');
  const hashesOf = openScriptHashes(directory);
  assert.deepEqual(await hashesOf('/'), [hash('frame()')]);
  assert.deepEqual(await hashesOf('/jobs'), [hash('frame()'), hash('jobs()')]);
  assert.deepEqual(await hashesOf('/jobs/job_1'), [hash('frame()')]);
  assert.deepEqual(await hashesOf('/../../etc/passwd'), [hash('frame()')]);
});
