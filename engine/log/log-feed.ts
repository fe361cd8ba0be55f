/**
 * Tells who follows logs that there is something new in theirs: one look at what was written since, for all followers of
 * a console process together, however many lines that were. What it is they read themselves, each at its own pace.
 */
import type { Database } from '#engine/store/database.ts';
import { type Listener, openListener } from '#engine/store/listener.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { LogScope } from './log-scope.ts';

export type LogFeed = {
  /** Calls `onNews` once there is where to read from, and whenever more may have been written. Returns how to stop. */
  watch(scope: LogScope, onNews: () => void): () => void;
  close(): Promise<void>;
};

type Watcher = { scope: LogScope; onNews: () => void };

// Ten looks a second are as live as anybody reads.
const restMs = 100;
// The net under lost hints.
const pollMs = 1_000;
const retryMsMax = 5_000;
// Jobs with something new since the last look; where there are more, everybody looks.
const newsMax = 10_000;

/** Opens nothing before somebody watches. `database` is opened for the duty `feed`. */
export function openLogFeed(database: Database, onFault: (fault: unknown) => void): LogFeed {
  return new SharedLook(database, onFault);
}

class SharedLook implements LogFeed {
  readonly #database: Database;
  readonly #onFault: (fault: unknown) => void;
  readonly #watchers = new Set<Watcher>();
  #listener: Listener | undefined;
  // Everything below this transaction was told of.
  #toldTo: bigint | undefined;
  #isLooking = false;
  #isClosed = false;
  #faults = 0;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(database: Database, onFault: (fault: unknown) => void) {
    this.#database = database;
    this.#onFault = onFault;
  }

  watch(scope: LogScope, onNews: () => void): () => void {
    const watcher: Watcher = { scope, onNews };
    this.#watchers.add(watcher);
    this.#listener ??= this.#listen();
    if (this.#toldTo === undefined) this.#lookSoon();
    else queueMicrotask(() => this.#watchers.has(watcher) && onNews());
    if (this.#timer === undefined) this.#lookIn(pollMs);
    return () => this.#leave(watcher);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#watchers.clear();
    await this.#listener?.close();
  }

  #listen(): Listener {
    return openListener({
      url: this.#database.url,
      duty: this.#database.duty,
      name: 'taskflow log listener',
      onHint: (topic) => topic === 'log' && this.#lookSoon(),
      onConnect: () => this.#lookSoon(),
    });
  }

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    if (this.#watchers.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Nobody is told of what comes now.
    this.#toldTo = undefined;
  }

  #lookIn(waitMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || this.#watchers.size === 0) return;
    this.#timer = setTimeout(() => void this.#look(), waitMs);
  }

  #lookSoon(): void {
    if (!this.#isLooking) this.#lookIn(Math.max(0, this.#lookedAtMs + restMs - performance.now()));
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    let waitMs = pollMs;
    try {
      const news = await readNews(this.#database, this.#toldTo, [...this.#watchers]);
      this.#tell(news);
      this.#faults = 0;
      if (news.isWaiting) waitMs = restMs;
    } catch (fault) {
      this.#faults += 1;
      this.#onFault(fault);
      waitMs = Math.min(retryMsMax, restMs * 2 ** Math.min(this.#faults, 10));
    }
    this.#lookedAtMs = performance.now();
    this.#isLooking = false;
    this.#lookIn(waitMs);
  }

  #tell({ horizon, jobs, runs }: News): void {
    const isForAll = this.#toldTo === undefined || jobs.size >= newsMax;
    this.#toldTo = horizon;
    for (const watcher of [...this.#watchers]) {
      const { scope } = watcher;
      if (isForAll || (scope.kind === 'job' ? jobs.has(scope.jobId) : runs.has(scope.runId))) watcher.onNews();
    }
  }
}

type News = {
  horizon: bigint;
  jobs: ReadonlySet<string>;
  runs: ReadonlySet<string>;
  /** True when something was written that may not be told of yet: a transaction that began before it is still open. */
  isWaiting: boolean;
};

type Row = { horizon: string; jobs: string[] | null; runs: string[] | null; is_waiting: boolean };

async function readNews(database: Database, toldTo: bigint | undefined, watchers: readonly Watcher[]): Promise<News> {
  const jobIds = watchers.flatMap(({ scope }) => (scope.kind === 'job' ? [scope.jobId] : []));
  const runIds = watchers.flatMap(({ scope }) => (scope.kind === 'run' ? [scope.runId] : []));
  const from = toldTo === undefined ? null : String(toldTo);
  const [row] = await database.client.$queryRaw<Row[]>(Prisma.sql`/* read_log_news */
    with written as materialized (
      select distinct c.job_id, c.run_id
      from log_chunks c
      where c.xid >= ${from}::text::xid8 and c.xid < pg_snapshot_xmin(pg_current_snapshot())
        and (c.job_id = any(${jobIds}::uuid[]) or c.run_id = any(${runIds}::uuid[]))
      limit ${newsMax}
    )
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
      (select array_agg(distinct job_id::text) from written) as jobs,
      (select array_agg(distinct run_id::text) from written where run_id is not null) as runs,
      exists (select from log_chunks c where c.xid >= pg_snapshot_xmin(pg_current_snapshot())) as is_waiting`);
  if (row === undefined) throw new Error('read_log_news answered nothing');
  return {
    horizon: BigInt(row.horizon),
    jobs: new Set(row.jobs ?? []),
    runs: new Set(row.runs ?? []),
    isWaiting: row.is_waiting,
  };
}
