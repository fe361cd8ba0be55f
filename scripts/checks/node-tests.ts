/** The unit and engine tests, by node:test, each file in a process of its own. */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { type EventData, run } from 'node:test';
import { inspect } from 'node:util';
import { checked, type StageResult } from './test-stage.ts';

const root = join(import.meta.dirname, '../..');
const folders = ['domain', 'engine', 'worker', 'graphql', 'scripts', 'components', 'testing', 'prisma', 'bench'];
// A file that takes longer hangs: it left a timer, a connection or a promise open.
const fileMsMax = 240_000;

/** Runs every `*.test.ts`, about one file per processor at a time. */
export async function runNodeTests({ limitMs }: { limitMs: number }): Promise<StageResult> {
  const pattern = `{${folders.join(',')}}/**/*.test.ts`;
  const files = globSync(pattern, { cwd: root, exclude: ['**/generated/**', '**/node_modules/**'] }).toSorted();
  const limit = AbortSignal.timeout(limitMs);
  const results: StageResult[] = [];
  const runner = async () => {
    for (let file = files.shift(); file !== undefined; file = files.shift()) results.push(await runFile(file, limit));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runner));
  return checked(results.reduce(sum, { passed: 0, failed: 0, skipped: 0, report: '' }));
}

function sum(a: StageResult, b: StageResult): StageResult {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    report: a.report + b.report,
  };
}

/** Counts one file. A file that crashes, hangs or has no test is one failure more, whatever passed in it before. */
async function runFile(file: string, limit: AbortSignal): Promise<StageResult> {
  const path = join(root, file);
  const result: StageResult = { passed: 0, failed: 0, skipped: 0, report: '' };
  let output = '';
  let isSound = false;
  const signal = AbortSignal.any([limit, AbortSignal.timeout(fileMsMax)]);
  for await (const event of run({ files: [path], concurrency: 1, signal })) {
    if (event.type === 'test:pass') countPass(result, { data: event.data, path });
    else if (event.type === 'test:fail') countFailure(result, { data: event.data, path });
    else if (event.type === 'test:stdout' || event.type === 'test:stderr') output += event.data.message;
    else if (event.type === 'test:summary' && event.data.file === undefined) isSound = event.data.success;
  }
  if (!isSound && result.failed === 0) fail(result, { title: file, reason: 'the runner ended without success' });
  if (result.failed > 0 && output !== '') result.report += `\n--- output of ${file}\n${output}`;
  return result;
}

function countPass(result: StageResult, { data, path }: { data: EventData.TestPass; path: string }): void {
  if (data.details.type === 'suite') return;
  // The runner calls a file without tests a passed test of the file's name.
  if (data.name === path) fail(result, { title: relative(root, path), reason: 'the file has no test' });
  else if (isSetAside(data)) result.skipped += 1;
  else result.passed += 1;
}

function countFailure(result: StageResult, { data, path }: { data: EventData.TestFail; path: string }): void {
  const { error } = data.details;
  // A parent that fails because of what is inside it is no second failure.
  if ('failureType' in error && error.failureType === 'subtestsFailed') return;
  if (isSetAside(data)) {
    result.skipped += 1;
    return;
  }
  if (data.name === path) {
    const reason = `the file did not end well: ${error.message}, ${inspect({ ...error }, { breakLength: Infinity })}`;
    fail(result, { title: relative(root, path), reason });
    return;
  }
  const place = data.file === undefined ? '' : ` (${relative(root, data.file)}:${data.line ?? 0})`;
  fail(result, { title: `${data.name}${place}`, reason: inspect(error.cause ?? error) });
}

function isSetAside({ skip, todo }: { skip?: unknown; todo?: unknown }): boolean {
  return (skip !== undefined && skip !== false) || (todo !== undefined && todo !== false);
}

function fail(result: StageResult, { title, reason }: { title: string; reason: string }): void {
  result.failed += 1;
  result.report += `\n✖ ${title}\n${reason}\n`;
}
