import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const script = `
  const { keepCompiledCode } = await import('#engine/settings/compiled-code.ts');
  keepCompiledCode(process.env.FOLDER);
  const { readEnvironment } = await import('#engine/settings/environment.ts');
  console.log(typeof readEnvironment);`;

function run(folder: string): string {
  const { NODE_COMPILE_CACHE: _, ...inherited } = process.env;
  const env = { ...inherited, FOLDER: folder };
  const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env });
  return `${ended.status} ${ended.stdout}${ended.stderr}`.trim();
}

test('compiled code is kept for the next process, and a folder that cannot be written to hurts nobody', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'taskflow-compiled-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  assert.equal(run(join(folder, 'kept')), '0 function');
  assert.notDeepEqual(await readdir(join(folder, 'kept')), []);
  await writeFile(join(folder, 'no-folder'), '');
  assert.equal(run(join(folder, 'no-folder', 'inside')), '0 function');
});
