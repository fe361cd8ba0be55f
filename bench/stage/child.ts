/** Processes that a bench starts beside its own: they say when they are ready, answer questions, and end on request. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Child = {
  pid: number;
  /** What it said when it was ready. */
  ready: Record<string, unknown>;
  /** Sends a question and resolves with its answer. */
  ask(question: Record<string, unknown>): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
};

type ChildPlan = { script: string; environment?: Record<string, string>; nodeOptions?: string[] };

const root = join(import.meta.dirname, '../..');
const readyMsMax = 30_000;
const answerMsMax = 60_000;
const stopMsMax = 15_000;

/**
 * Starts a script of this project and waits until it is ready. With BENCH_PROFILE=<folder> every child leaves its CPU
 * profile there.
 */
export async function startChild({ script, environment = {}, nodeOptions = [] }: ChildPlan): Promise<Child> {
  const profile = process.env.BENCH_PROFILE;
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const child = spawn(process.execPath, [...profiling, ...nodeOptions, join(root, script)], {
    // Nothing of the caller's own settings: a bench means the same everywhere.
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await answerOf(child, script, readyMsMax);
  return {
    pid: child.pid ?? 0,
    ready,
    ask: async (question) => {
      const answer = answerOf(child, script, answerMsMax);
      child.send(question);
      return await answer;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      const [code] = await exited;
      clearTimeout(killer);
      // Whoever cannot end cleanly has a fault that a figure would hide.
      if (code !== 0) throw new Error(`${script} ended with ${code} when it was told to stop`);
    },
  };
}

function answerOf(child: ChildProcess, script: string, waitMsMax: number): Promise<Record<string, unknown>> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  const onMessage = (message: unknown) =>
    resolve(typeof message === 'object' && message !== null ? { ...message } : {});
  const onExit = (code: number | null) => reject(new Error(`${script} ended with ${code}`));
  const timer = setTimeout(() => reject(new Error(`${script} said nothing for ${waitMsMax} ms`)), waitMsMax);
  child.once('message', onMessage);
  child.once('exit', onExit);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('message', onMessage);
    child.off('exit', onExit);
  });
}
