/** Brings the packages of the peers, which nothing else installs, and says which versions they are. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '../peers');
// A first installation over a slow line.
const installMsMax = 5 * 60_000;

/** Installs exactly what the lock file of bench/peers names, unless that is there. */
export async function installPeers(note: (text: string) => void): Promise<void> {
  if (isInstalled()) return;
  note('npm ci in bench/peers');
  const npm = process.env.npm_execpath;
  const [command, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run(command, [...before, ...words], { cwd: folder, timeout: installMsMax });
}

/** By name; nothing of those that are not installed. */
export function peerVersions(): Record<string, string> {
  return isInstalled() ? wanted() : {};
}

function isInstalled(): boolean {
  return Object.entries(wanted()).every(([name, version]) => {
    const path = join(folder, 'node_modules', name, 'package.json');
    return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).version === version;
  });
}

function wanted(): Record<string, string> {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  return dependencies;
}
