/** Runs a command to its end, with a limit, and takes everything it started along when the limit passes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export type Ended = { isSuccess: boolean; output: string; reason: string };
type Options = { limitMs: number; environment?: Record<string, string> };

const root = join(import.meta.dirname, '../..');
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) killGroup(child);
});

/** `command` is looked up among the project's own first. Never throws for a command that fails. */
export async function runCommand([command = '', ...words]: string[], options: Options): Promise<Ended> {
  const child = spawn(command, words, {
    cwd: root,
    // A group of its own, so that the limit reaches its children, too.
    detached: true,
    env: { ...process.env, PATH: projectPath(), NEXT_TELEMETRY_DISABLED: '1', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const keep = (chunk: string) => {
    output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const limit = setTimeout(() => killGroup(child), options.limitMs);
  const reason = await endOf(child);
  clearTimeout(limit);
  // What the command left behind would hold its output open, and outlive it.
  killGroup(child);
  running.delete(child);
  return { isSuccess: reason === 'exit code 0', output, reason };
}

function projectPath(): string {
  return `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
}

function endOf(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  child.once('error', (error) => resolve(error.message));
  // One turn later the pipes have delivered what the command wrote last.
  child.once('exit', (code, signal) => setTimeout(() => resolve(signal ?? `exit code ${code}`), 50));
  return promise;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Nobody of the group is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
