// `node scripts/wfformat/import-wfformat.mjs FILE [--url http://localhost:3000] [--token T] [--tenant slug] [--scale 0.01]
// [--name N] [--no-start] [--watch]`: a recorded workflow of WfCommons becomes a workflow here. Plain JavaScript, so
// that it starts under any Node; the work is TypeScript, which needs the Node that the project brings.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const brought = join(here, '../..', 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;
if (!isNewEnough && !existsSync(brought)) {
  console.error('This needs Node 24, which `npm start` or `npm ci` brings.');
  process.exit(1);
}
const words = [join(here, 'wfformat-import.ts'), ...process.argv.slice(2)];
const ended = spawnSync(isNewEnough ? process.execPath : brought, words, {
  stdio: 'inherit',
  shell: process.platform === 'win32' && !isNewEnough,
});
process.exit(ended.status ?? 1);
