/**
 * `npm run bench [-- names…] [--json FILE] [--once]`: runs the benchmarks and prints what came of them beside their
 * targets. A name may also be the first part of several: `peers` runs `peers-drain` and its kin. `--once` runs each at a
 * tiny size, to see that it works; a figure never makes it fail.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, BenchContext, Result } from './bench.ts';
import { describeSetting, printReport } from './report.ts';
import { startCluster } from './stage/cluster.ts';
import { peerVersions } from './stage/peer-package.ts';
import { inParallel } from './work/work.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, once: { type: 'boolean', default: false } },
});
const folder = join(import.meta.dirname, 'benches');

const benches = await loadBenches(wanted);
const setting = await describeSetting();
const cluster = await startCluster({ isOnce: options.once });
const faults: string[] = [];
const found = new Map<Bench, Result[]>();
const context: BenchContext = {
  isOnce: options.once,
  cluster,
  size: (full, tiny) => (options.once ? tiny : full),
  rounds: options.once ? 1 : 3,
  note: (text) => console.error(`  ${text}`),
};
try {
  // What is timed has the machine to itself.
  await inParallel(benches, options.once ? 2 : 1, runBench);
} finally {
  await cluster.close();
}
const results = benches.flatMap((bench) =>
  (found.get(bench) ?? []).map((result) => ({ bench: bench.name, ...result })),
);
const peers = results.some(({ bench }) => bench.startsWith('peers')) ? peerVersions() : {};
const report = { setting: { ...setting, postgres: cluster.version, peers }, isOnce: options.once, results, faults };
printReport(report);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
process.exit(faults.length > 0 ? 1 : 0);

async function runBench(bench: Bench): Promise<void> {
  console.error(`${bench.name}: ${bench.describe}`);
  const startedAtMs = performance.now();
  try {
    found.set(bench, await bench.run(context));
  } catch (fault) {
    faults.push(`${bench.name}: ${fault instanceof Error ? fault.message : String(fault)}`);
    console.error(fault);
  }
  context.note(`${bench.name} took ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`);
}

async function loadBenches(names: readonly string[]): Promise<Bench[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts')).toSorted();
  const all = await Promise.all(files.map(async (file): Promise<Bench> => (await import(join(folder, file))).bench));
  const isNamed = (bench: Bench, name: string) => bench.name === name || bench.name.startsWith(`${name}-`);
  const unknown = names.filter((name) => !all.some((bench) => isNamed(bench, name)));
  if (unknown.length > 0) {
    console.error(`there is no bench ${unknown.join(', ')}; there are ${all.map((bench) => bench.name).join(', ')}`);
    process.exit(2);
  }
  if (names.length === 0) return all.filter((bench) => bench.onlyByName === undefined);
  return all.filter((bench) => names.some((name) => isNamed(bench, name)));
}
