import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startConsole } from '#graphql/server/server.ts';
import { runCommand } from '#scripts/checks/command.ts';
import { prepare } from '#scripts/start/prepare.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';

const script = join(import.meta.dirname, 'import-wfformat.mjs');
const adminToken = 'token-of-the-importer-test';
const instance = {
  name: 'two in a row',
  workflow: {
    specification: {
      tasks: [
        { id: 'one', children: ['two'] },
        { id: 'two', parents: ['one'] },
      ],
    },
    execution: {
      tasks: [
        { id: 'one', runtimeInSeconds: 10 },
        { id: 'two', runtimeInSeconds: 20 },
      ],
    },
  },
};

let bundle: Bundle;
let api: Awaited<ReturnType<typeof startConsole>>;
let folder: string;

before(async () => {
  bundle = await openBundle();
  await prepare(bundle.ownerUrl, { adminToken, demo: { port: 1, runtimeUrl: 'http://127.0.0.1:1', hasMoved: true } });
  api = await startConsole({ databaseUrl: bundle.ownerUrl });
  await bundle.startWorker();
  folder = await mkdtemp(join(tmpdir(), 'taskflow-wfformat-'));
  await writeFile(join(folder, 'instance.json'), JSON.stringify(instance));
  await writeFile(join(folder, 'broken.json'), '{}');
});

after(async () => {
  await api.close();
  await bundle.close();
  await rm(folder, { recursive: true });
});

function importFile(file: string, ...words: string[]) {
  const where = ['--url', api.url, '--token', adminToken, '--tenant', 'demo'];
  return runCommand(['node', script, join(folder, file), ...where, ...words], { limitMs: 60_000 });
}

test('a recorded workflow is imported, run and reported with its bound', async () => {
  const { isSuccess, output } = await importFile('instance.json', '--watch');
  assert.ok(isSuccess, output);
  assert.match(output, /published two in a row, version 1: 2 steps, bound 300 ms/);
  assert.match(output, new RegExp(`${api.url}/runs/run_[0-9a-f-]{36}`));
  assert.match(output, /SUCCEEDED: makespan \d+ ms, bound 300 ms/);
});

test('what cannot be imported ends in a sentence and a failure', async () => {
  const broken = await importFile('broken.json');
  assert.ok(!broken.isSuccess);
  assert.match(broken.output, /broken\.json: this is no WfFormat instance/);
  const stranger = await importFile('instance.json', '--token', 'wrong');
  assert.ok(!stranger.isSuccess);
  assert.match(stranger.output, /refused: /);
});
