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
  const watchers = new Set<Watcher>();
  let listener: Listener | undefined;
  // Everything below this transaction was told of.
  let toldTo: bigint | undefined;
  let isLooking = false;
  let isClosed = false;
  let faults = 0;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lookIn = (waitMs: number) => {
    clearTimeout(timer);
    if (isClosed || watchers.size === 0) return;
    timer = setTimeout(() => void look(), waitMs);
  };
  const lookSoon = () => {
    if (!isLooking) lookIn(Math.max(0, lookedAtMs + restMs - performance.now()));
  };
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    let waitMs = pollMs;
    try {
      const news = await readNews(database, toldTo, [...watchers]);
      const isForAll = toldTo === undefined || news.jobs.size >= newsMax;
      toldTo = news.horizon;
      for (const watcher of [...watchers]) if (isForAll || concerns(news, watcher)) watcher.onNews();
      faults = 0;
      if (news.isWaiting) waitMs = restMs;
    } catch (fault) {
      faults += 1;
      onFault(fault);
      waitMs = Math.min(retryMsMax, restMs * 2 ** Math.min(faults, 10));
    }
    lookedAtMs = performance.now();
    isLooking = false;
    lookIn(waitMs);
  };
  return {
    watch: (scope, onNews) => {
      const watcher: Watcher = { scope, onNews };
      watchers.add(watcher);
      listener ??= openListener({
        url: database.url,
        duty: database.duty,
        name: 'taskflow log listener',
        onHint: (topic) => topic === 'log' && lookSoon(),
        onConnect: lookSoon,
      });
      if (toldTo === undefined) lookSoon();
      else queueMicrotask(() => watchers.has(watcher) && onNews());
      if (timer === undefined) lookIn(pollMs);
      return () => {
        watchers.delete(watcher);
        if (watchers.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
        // Nobody was told what comes now.
        toldTo = undefined;
      };
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      watchers.clear();
      await listener?.close();
    },
  };
}

function concerns({ jobs, runs }: News, { scope }: Watcher): boolean {
  return scope.kind === 'job' ? jobs.has(scope.jobId) : runs.has(scope.runId);
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
