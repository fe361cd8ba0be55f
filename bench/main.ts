/**
 * `npm run bench [-- names…] [--json FILE] [--once]`: runs the benchmarks and prints what came of them beside their
 * targets. `--once` runs each at a tiny size, to see that it works; a figure never makes it fail.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, BenchContext, Result } from './bench.ts';
import { describeSetting, printReport } from './report.ts';
import { startCluster } from './stage/cluster.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, once: { type: 'boolean', default: false } },
});
const folder = join(import.meta.dirname, 'benches');

const benches = await loadBenches(wanted);
const setting = await describeSetting();
const cluster = await startCluster();
const faults: string[] = [];
const results: (Result & { bench: string })[] = [];
const context: BenchContext = {
  isOnce: options.once,
  cluster,
  size: (full, tiny) => (options.once ? tiny : full),
  rounds: options.once ? 1 : 3,
  note: (text) => console.error(`  ${text}`),
};
try {
  for (const bench of benches) await runBench(bench);
} finally {
  await cluster.close();
}
const report = { setting: { ...setting, postgres: cluster.version }, isOnce: options.once, results, faults };
printReport(report);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
process.exit(faults.length > 0 ? 1 : 0);

async function runBench(bench: Bench): Promise<void> {
  console.error(`${bench.name}: ${bench.describe}`);
  const startedAtMs = performance.now();
  try {
    for (const result of await bench.run(context)) results.push({ bench: bench.name, ...result });
  } catch (fault) {
    faults.push(`${bench.name}: ${fault instanceof Error ? fault.message : String(fault)}`);
    console.error(fault);
  }
  context.note(`${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`);
}

async function loadBenches(names: readonly string[]): Promise<Bench[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts')).toSorted();
  const all = await Promise.all(files.map(async (file): Promise<Bench> => (await import(join(folder, file))).bench));
  const unknown = names.filter((name) => !all.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    console.error(`there is no bench ${unknown.join(', ')}; there are ${all.map((bench) => bench.name).join(', ')}`);
    process.exit(2);
  }
  return names.length === 0 ? all : all.filter((bench) => names.includes(bench.name));
}
