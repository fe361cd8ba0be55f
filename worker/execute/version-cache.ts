/** Task versions by id, fetched when a job of one is first seen. Versions are immutable, so none grows stale. */
import { defaultRetryPolicy } from '#domain/task/retry-policy.ts';
import type { ClaimedJob } from '#engine/attempt/claim-jobs.ts';
import { eachApart, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database } from '#engine/store/database.ts';
import { type ExecutableVersion, findTaskVersions } from '#engine/task/find-task-versions.ts';

// A worker that sees more versions than this starts its collection anew.
const versionsMax = 5_000;

export class VersionCache {
  readonly #database: Database;
  readonly #versions = new Map<string, ExecutableVersion>();

  constructor(database: Database) {
    this.#database = database;
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
    for (const found of results) for (const [id, version] of found) this.#versions.set(id, version);
  }

  /** The version of a job, loaded before; one that cannot be read ends its own jobs and no others. */
  of(job: ClaimedJob): ExecutableVersion {
    return this.#versions.get(job.taskVersionId) ?? { ...unreadable, id: job.taskVersionId };
  }
}

const unreadable: Omit<ExecutableVersion, 'id'> = {
  task: '',
  handler: {},
  timeoutMs: 0,
  retry: defaultRetryPolicy,
  resultSchema: null,
  isUnreadable: true,
};
