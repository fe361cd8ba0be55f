/** Task versions by id, fetched when a job of one is first seen. Versions are immutable, so none grows stale. */
import type { ClaimedJob } from '#engine/commands/claim-jobs.ts';
import type { Database } from '#engine/database.ts';
import { type ExecutableVersion, findTaskVersions } from '#engine/queries/find-task-versions.ts';

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
    for (const [id, version] of await findTaskVersions(this.#database, wanted)) this.#versions.set(id, version);
  }

  /** The version of a job; it was loaded before. */
  of(job: ClaimedJob): ExecutableVersion {
    const version = this.#versions.get(job.taskVersionId);
    if (version === undefined) throw new Error(`broken invariant: job ${job.jobId} has a task version`);
    return version;
  }
}
