/** One attempt in the hands of this worker. What only waiting handlers need is made when it is asked for. */

import { traceparentOf } from '#domain/job/trace.ts';
import { timeoutMsOf } from '#domain/policy/step-policy.ts';
import type { Json } from '#domain/value/json.ts';
import { workerAlias } from '#domain/worker/worker-alias.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import type { HandlerInput } from '#worker/handlers/handler.ts';
import type { AttemptLog } from './attempt-log.ts';
import type { LogWriter } from './log-writer.ts';
import type { HeldVersion } from './version-cache.ts';

/** A claimed job with its version: the handler's input, and the handle by which it is ended from outside. */
export class Attempt implements HandlerInput {
  readonly job: ClaimedJob;
  readonly version: HeldVersion;
  readonly timeoutMs: number;
  /** When the claim was heard of, by the clock of this process. */
  readonly heardAtMs: number;
  readonly #logs: LogWriter;
  #log: AttemptLog | undefined;
  #controller: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(job: ClaimedJob, version: HeldVersion, { heardAtMs, logs }: { heardAtMs: number; logs: LogWriter }) {
    this.job = job;
    this.version = version;
    this.heardAtMs = heardAtMs;
    this.#logs = logs;
    this.timeoutMs = timeoutMsOf(version.timeoutMs, job.overrides?.timeoutMs);
  }

  get tenantId(): string {
    return this.job.tenantId;
  }
  get jobId(): string {
    return this.job.jobId;
  }
  get task(): string {
    return this.version.task;
  }
  get fence(): number {
    return this.job.fence;
  }
  get attempt(): number {
    return this.job.attempt;
  }
  get params(): Json {
    return this.job.params;
  }
  get deadline(): Date {
    return new Date(Date.now() + this.timeoutMs);
  }
  get traceparent(): string {
    return traceparentOf(this.job.jobId, this.job.fence);
  }
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }
  /** Made when something is written: most attempts have nothing to say. */
  get log(): AttemptLog {
    if (this.#log === undefined) {
      this.#log = this.#logs.open(this);
      this.#log.say(
        'INFO',
        `attempt ${this.attempt} of ${this.job.maxAttempts}, claimed by ${workerAlias(this.job.workerId)}`,
      );
    }
    return this.#log;
  }
  /** The log, if anything was written to it. */
  get begunLog(): AttemptLog | undefined {
    return this.#log;
  }

  /** Starts the clock of an attempt that did not end at once. */
  watch(onTimeout: (attempt: Attempt) => void): void {
    this.#timer = setTimeout(() => {
      this.end(new DOMException('the attempt ran into its timeout', 'TimeoutError'));
      onTimeout(this);
    }, this.timeoutMs);
  }

  /** Ends it from outside: timeout, cancel, lost lease, shutdown. */
  end(reason: Error): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }

  /** Stops the clock. */
  close(): void {
    clearTimeout(this.#timer);
  }
}
