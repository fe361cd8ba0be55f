/**
 * `npm test` runs everything; `npm run check` leaves out the browser tests and the benchmarks. One line per stage,
 * failures whole, and the last line is `N passed, N failed` over all stages.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepCompiledCode } from '#engine/settings/compiled-code.ts';
import { type Ended, runCommand } from '#scripts/checks/command.ts';
import { testPostgres } from '#testing/postgres.ts';
import { runBrowserTests } from './checks/browser-tests.ts';
import { runNodeTests } from './checks/node-tests.ts';
import { oneTest, type Stage, type StageResult } from './checks/test-stage.ts';

// Hundreds of test processes import the same sources.
keepCompiledCode();
const root = join(import.meta.dirname, '..');
const minuteMs = 60_000;
const isCheckOnly = process.argv[2] === 'check';

const stages: Stage[] = [
  {
    name: 'lint and format',
    run: async () => oneTest(await runCommand(['biome', 'check', '.'], { limitMs: 5 * minuteMs })),
  },
  { name: 'types', run: async () => oneTest(await checkTypes()) },
  { name: 'unit and engine tests', run: runAgainstPostgres },
];
if (!isCheckOnly) {
  stages.push({ name: 'browser tests', run: () => runBrowserTests({ limitMs: 24 * minuteMs }) });
  if (hasBenchmarks()) stages.push({ name: 'benchmarks run', run: runBenchmarks });
}

// By way of `exit`, whose listeners end what the stages have started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

let passed = 0;
let failed = 0;
for (const stage of stages) {
  const result = await runStage(stage);
  passed += result.passed;
  failed += result.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function runStage({ name, run }: Stage): Promise<StageResult> {
  const start = performance.now();
  const result = await run().catch(
    (error: unknown): StageResult => ({ passed: 0, failed: 1, skipped: 0, report: faultText(error) }),
  );
  if (result.report !== '') console.log(result.report);
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const mark = result.failed === 0 ? '✔' : '✖';
  console.log(`${mark} ${name}: ${result.passed} passed, ${result.failed} failed${skipped} (${seconds} s)`);
  return result;
}

function faultText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Routes that were removed stay in Next's generated types until it writes them anew. */
async function checkTypes(): Promise<Ended> {
  if (globSync('app/**/*.tsx', { cwd: root }).length > 0) {
    const generated = await runCommand(['next', 'typegen'], { limitMs: 5 * minuteMs });
    if (!generated.isSuccess) return generated;
  }
  return runCommand(['tsc', '--noEmit'], { limitMs: 5 * minuteMs });
}

/** Starting the server here makes every test process join it instead of starting one. */
async function runAgainstPostgres(): Promise<StageResult> {
  await testPostgres();
  return runNodeTests({ limitMs: 22 * minuteMs });
}

function hasBenchmarks(): boolean {
  const path = join(root, 'bench/main.ts');
  return existsSync(path) && readFileSync(path, 'utf8').includes('--once');
}

async function runBenchmarks(): Promise<StageResult> {
  return oneTest(await runCommand(['node', 'bench/main.ts', '--once'], { limitMs: 8 * minuteMs }));
}
