/** A child process that is kept running: a death is said, and followed by another start a little later each time. */
import { type ChildProcess, spawn } from 'node:child_process';

const restartWindowMs = 60_000;
// A process that dies more often than this within its window will not get better by itself.
const restartsMax = 5;
const restartDelayMsMax = 10_000;

export type ProcessPlan = { name: string; script: string; words: string[]; environment: Record<string, string> };

export class SupervisedProcess {
  readonly #plan: ProcessPlan;
  readonly #deaths: number[] = [];
  readonly #gone = Promise.withResolvers<string | undefined>();
  #child: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #isStopping = false;

  /** Starts at once. */
  constructor(plan: ProcessPlan) {
    this.#plan = plan;
    this.#start();
  }

  /** Settles when the process has ended for good: undefined when it was asked to, else why it was given up. */
  get gone(): Promise<string | undefined> {
    return this.#gone.promise;
  }

  /** Asks for a clean end; after the grace time it is killed. A second call shortens the grace. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restart);
    if (this.#child === undefined) {
      this.#gone.resolve(undefined);
      return;
    }
    const child = this.#child;
    child.kill('SIGTERM');
    const killer = setTimeout(() => {
      console.error(`${this.#plan.name} did not end within ${graceMs} ms and is killed`);
      child.kill('SIGKILL');
    }, graceMs);
    await this.#gone.promise;
    clearTimeout(killer);
  }

  #start(): void {
    const { script, words, environment } = this.#plan;
    const mode = words.includes('--dev') ? 'development' : 'production';
    this.#child = spawn(process.execPath, [script, ...words], {
      // Libraries that know a production mode run in it, unless the console serves pages under development.
      env: { ...process.env, NODE_ENV: process.env.NODE_ENV ?? mode, ...environment },
      // Its own session: Ctrl-C reaches the launcher only, which ends its processes in order. Over the IPC channel
      // the child notices the launcher's death, and ends.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.once('error', (error) => this.#ended(error.message));
    this.#child.once('exit', (code, signal) => this.#ended(signal ?? `exit code ${code}`));
  }

  #ended(reason: string): void {
    this.#child = undefined;
    if (this.#isStopping) {
      this.#gone.resolve(undefined);
      return;
    }
    const now = Date.now();
    const recent = this.#deaths.filter((death) => death > now - restartWindowMs);
    this.#deaths.splice(0, this.#deaths.length, ...recent, now);
    const message = `${this.#plan.name} died (${reason})`;
    if (recent.length >= restartsMax) {
      this.#gone.resolve(`${message} for the ${recent.length + 1}th time within a minute`);
      return;
    }
    const delayMs = Math.min(250 * 2 ** recent.length, restartDelayMsMax);
    console.error(`${message}; starting it again in ${delayMs} ms`);
    this.#restart = setTimeout(() => this.#start(), delayMs);
  }
}
