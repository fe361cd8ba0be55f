/** The browser tests: a whole Taskflow on a database of its own, and Playwright in front of it. */
import type { ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '#scripts/checks/command.ts';
import { errorCode } from '#scripts/error-code.ts';
import { readyMessage, startTaskflow, stopTaskflow } from '#scripts/taskflow-process.ts';
import { createTestDatabase } from '#testing/postgres.ts';
import { ensureChromium } from './chromium.ts';
import { checked, type StageResult } from './test-stage.ts';

type Counts = { expected: number; unexpected: number; flaky: number; skipped: number };

const root = join(import.meta.dirname, '../..');
const reportPath = join(root, 'e2e/results/report.json');
const dataDirectory = join(root, '.test/e2e');

/** Runs every story of e2e/. */
export async function runBrowserTests({ limitMs }: { limitMs: number }): Promise<StageResult> {
  const chromium = await ensureChromium();
  await rm(reportPath, { force: true });
  await rm(dataDirectory, { recursive: true, force: true });
  const database = await createTestDatabase();
  const taskflow = startTaskflow({ dataDirectory, databaseUrl: database.ownerUrl });
  try {
    const ready = await readyMessage(taskflow.child);
    const environment = {
      CHROMIUM_PATH: chromium,
      TASKFLOW_URL: ready.url,
      TASKFLOW_EMAIL: ready.email ?? '',
      TASKFLOW_PASSWORD: ready.password ?? '',
    };
    const words = ['playwright', 'test', '--config', 'e2e/playwright.config.ts'];
    const ended = await runCommand(words, { limitMs, environment });
    const result = counted(await readCounts(), { ...ended, log: taskflow.log() });
    return checked(await withStop(taskflow.child, result));
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, report: `${error}\n--- output of npm start\n${taskflow.log()}` };
  } finally {
    taskflow.child.kill('SIGKILL');
    await database.drop();
  }
}

/** A Taskflow that does not end cleanly after the stories is a failure of its own. */
async function withStop(child: ChildProcess, result: StageResult): Promise<StageResult> {
  const fault = await stopTaskflow(child);
  if (fault === undefined) return result;
  return { ...result, failed: result.failed + 1, report: `${result.report}\n${fault}` };
}

async function readCounts(): Promise<Counts | undefined> {
  try {
    const report: unknown = JSON.parse(await readFile(reportPath, 'utf8'));
    if (typeof report !== 'object' || report === null || !('stats' in report)) return undefined;
    return isCounts(report.stats) ? report.stats : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isCounts(stats: unknown): stats is Counts {
  if (typeof stats !== 'object' || stats === null) return false;
  const counts = new Map<string, unknown>(Object.entries(stats));
  return ['expected', 'unexpected', 'flaky', 'skipped'].every((name) => Number.isInteger(counts.get(name)));
}

type Run = { isSuccess: boolean; output: string; reason: string; log: string };

function counted(counts: Counts | undefined, { isSuccess, output, reason, log }: Run): StageResult {
  const passed = counts?.expected ?? 0;
  const skipped = counts?.skipped ?? 0;
  const failed = (counts?.unexpected ?? 0) + (counts?.flaky ?? 0);
  if (isSuccess && failed === 0) return { passed, failed, skipped, report: '' };
  const report = `${output}\nplaywright: ${reason}\n--- output of npm start\n${log}`;
  // A runner that stopped half-way has counted no failure, and must not pass for that.
  return { passed, failed: Math.max(failed, 1), skipped, report };
}
