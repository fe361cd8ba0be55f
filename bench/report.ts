/** The report: one line per target, then the machine, the versions and the commit that the figures belong to. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Result, showFigure } from './bench.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** What the figures were taken on. */
export type Setting = {
  at: string;
  cpu: string;
  cores: number;
  memoryGib: number;
  /** Processes that wanted a core over the minute before: whoever measures should find it near zero. */
  loadBefore: number;
  system: string;
  node: string;
  prisma: string;
  commit: string;
};

export type Report = {
  setting: Setting & { postgres: string; peers: Record<string, string> };
  isOnce: boolean;
  results: readonly (Result & { bench: string })[];
  faults: readonly string[];
};

/** Reads it from the system, the packages and git. */
export async function describeSetting(): Promise<Setting> {
  const packageFile: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const processors = cpus();
  return {
    at: new Date().toISOString(),
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadavg()[0] ?? 0,
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    prisma: packageFile.dependencies['@prisma/client'] ?? 'unknown',
    commit: await commit(),
  };
}

async function commit(): Promise<string> {
  try {
    const { stdout: hash } = await run('git', ['rev-parse', '--short', 'HEAD'], { cwd: root });
    const { stdout: changes } = await run('git', ['status', '--porcelain', '--untracked-files=no'], { cwd: root });
    return changes.trim() === '' ? hash.trim() : `${hash.trim()} and changes`;
  } catch {
    // A copy without its history, or a machine without git.
    return 'unknown';
  }
}

/** Prints it for people. */
export function printReport({ setting, isOnce, results, faults }: Report): void {
  const rows = results.map(({ bench, what, target, got, unit, verdict, beside }) => [
    bench,
    what,
    `${showFigure(got)} ${unit}`,
    target?.text ?? '',
    verdict === 'open' ? '' : verdict,
    beside.map(({ name, figure, ratio }) => `${ratio.toFixed(2)} x ${name} (${showFigure(figure)})`).join(', '),
  ]);
  const table = [['bench', 'what', 'got', 'target', '', 'beside it in this run'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(`\n${line(table[0] ?? [])}`);
  for (const [n, result] of results.entries()) {
    console.log(line(rows[n] ?? []));
    if (result.detail !== '') console.log(`    ${result.detail}`);
  }
  for (const fault of faults) console.log(`FAULT  ${fault}`);
  if (isOnce) console.log('\nTiny sizes, one round: the figures say nothing, only that the benches work.');
  const { cpu, cores, memoryGib, loadBefore, system, node, postgres, prisma, peers, commit, at } = setting;
  const versions = [`node ${node}`, `PostgreSQL ${postgres}`, `prisma ${prisma}`];
  for (const [name, version] of Object.entries(peers)) versions.push(`${name} ${version}`);
  console.log(
    `\n${cpu}, ${cores} cores, ${memoryGib} GiB, ${system}, load ${loadBefore.toFixed(1)} before it began\n${versions.join(', ')}\ncommit ${commit}, ${at}`,
  );
}
