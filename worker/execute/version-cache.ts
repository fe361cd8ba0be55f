/**
 * Task versions by id, fetched when a job of one is first seen, each with the handler made for it. Versions are
 * immutable, so none grows stale.
 */
import { defaultRetryPolicy } from '#domain/task/retry-policy.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { eachApart, faultSentence, unlessLeft } from '#engine/store/batch/apart.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Database } from '#engine/store/database.ts';
import { type ExecutableVersion, findTaskVersions } from '#engine/task/find-task-versions.ts';
import { failed, type Handler } from '#worker/handlers/handler.ts';

/** A version in the hands of this worker. */
export type HeldVersion = ExecutableVersion & { carryOut: Handler };

// A worker that sees more versions than this starts its collection anew.
const versionsMax = 5_000;

export class VersionCache {
  readonly #database: Database;
  readonly #handlerFor: (block: JsonObject) => Handler;
  readonly #versions = new Map<string, HeldVersion>();

  constructor(database: Database, handlerFor: (block: JsonObject) => Handler) {
    this.#database = database;
    this.#handlerFor = handlerFor;
  }

  /** Fetches the versions of these jobs that are not held yet. */
  async load(jobs: readonly ClaimedJob[]): Promise<void> {
    const missing = new Map<string, string>();
    for (const job of jobs) if (!this.#versions.has(job.taskVersionId)) missing.set(job.taskVersionId, job.tenantId);
    if (missing.size === 0) return;
    if (this.#versions.size + missing.size > versionsMax) {
      this.#versions.clear();
      for (const job of jobs) missing.set(job.taskVersionId, job.tenantId);
    }
    const wanted = [...missing].map(([id, tenantId]) => ({ id, tenantId }));
    const { results } = unlessLeft(await eachApart(wanted, (part) => findTaskVersions(this.#database, part)));
    for (const version of results.flatMap((found) => [...found.values()])) {
      // Compiling the texts of hundreds of versions takes its time.
      if (isTurnOver()) await nextTurn();
      this.#versions.set(version.id, this.#withHandler(version));
    }
  }

  /** The version of a job, loaded before; one that cannot be read ends its own jobs and no others. */
  of(job: ClaimedJob): HeldVersion {
    return this.#versions.get(job.taskVersionId) ?? { ...unreadable, id: job.taskVersionId };
  }

  // A block may be anything: whatever reading it throws, the versions beside it are read.
  #withHandler(version: ExecutableVersion): HeldVersion {
    try {
      return { ...version, carryOut: this.#handlerFor(version.handler) };
    } catch (fault) {
      return { ...version, carryOut: () => failed({ type: 'ERROR', message: faultSentence(fault), retryable: true }) };
    }
  }
}

const unreadable: Omit<HeldVersion, 'id'> = {
  task: '',
  handler: {},
  timeoutMs: 0,
  retry: defaultRetryPolicy,
  resultSchema: null,
  isUnreadable: true,
  carryOut: () => failed({ type: 'ERROR', message: 'the version of its task cannot be read', retryable: true }),
};
