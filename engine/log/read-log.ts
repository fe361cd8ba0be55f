/** A page of a log: by its place from the beginning, after or before a line, or the last lines there are. */
import { logBounds } from '#domain/bounds/log.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { LogLevel } from '#domain/log/log-line.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type LogPlace, parsePlace, printPlace } from './log-place.ts';
import { chunkFields, type LogLineRow, linesOf, loudLines, type StoredChunk } from './log-rows.ts';
import { inScope, type LogScope } from './log-scope.ts';

/** Exactly one of `from`, `after`, `before` and none of them; `last` alone, or with `before`, counts from the end. */
export type LogPageRequest = {
  level?: LogLevel | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  /** The index of the first line. */
  from?: number | null | undefined;
};

/** How many lines a log has, and of these at each level. */
export type LogTotals = { lines: number; debug: number; info: number; warn: number; error: number };

export type LogPage = {
  nodes: LogLineRow[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
  /** How many lines are loud enough. */
  totalCount: number;
  totals: LogTotals;
  /** Where to follow on from: everything later is told, and what became visible at this very moment may come again. */
  liveCursor: string;
  /** How many lines were looked through for this page. */
  lookedThrough: number;
};

/** What a request asks for once it was understood. */
export type LogAsk =
  | { by: 'index'; from: number; count: number }
  | { by: 'after'; place: LogPlace; count: number }
  | { by: 'before'; place: LogPlace; count: number }
  | { by: 'end'; count: number };

/** The page; of a job or run that this tenant has not, an empty one. */
export async function readLog(context: Context, scope: LogScope, request: LogPageRequest): Promise<Outcome<LogPage>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const ask = readAsk(request);
  if (!ask.ok) return ask;
  const level = request.level ?? 'DEBUG';
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<Row[]>(pageStatement(inScope(scope, tx.tenantId), { level, ask: ask.value })),
  );
  return done(pageOf(rows, { level, ask: ask.value }));
}

/** Reads what a page is asked by; exactly one way from one end. */
export function readAsk({ first, after, last, before, from }: LogPageRequest): Outcome<LogAsk> {
  const isGiven = (value: unknown) => value !== undefined && value !== null;
  const fromEnd = isGiven(last) || isGiven(before);
  if (fromEnd && (isGiven(first) || isGiven(after) || isGiven(from)))
    return refuse('BAD_INPUT', 'a page is asked for from one end: first, after and from, or last and before', [
      'first',
    ]);
  if (isGiven(after) && isGiven(from))
    return refuse('BAD_INPUT', 'a page begins after a cursor or at an index, not both', ['from']);
  const name = fromEnd ? 'last' : 'first';
  const count = (fromEnd ? last : first) ?? pageBounds.pageSizeDefault;
  if (!Number.isInteger(count) || count < 1 || count > pageBounds.pageSizeMax)
    return refuse('BAD_INPUT', `${name} is a whole number from 1 to ${pageBounds.pageSizeMax}`, [name]);
  const cursor = fromEnd ? before : after;
  if (typeof cursor === 'string') {
    const place = parsePlace(cursor);
    const here = fromEnd ? 'before' : 'after';
    if (place === undefined) return refuse('BAD_INPUT', `${here} is not a cursor of a log`, [here]);
    return done({ by: here, place, count });
  }
  if (fromEnd) return done({ by: 'end', count });
  const start = from ?? 0;
  if (!Number.isInteger(start) || start < 0) return refuse('BAD_INPUT', 'from is an index, counted from 0', ['from']);
  return done({ by: 'index', from: start, count });
}

type Row = Omit<StoredChunk, 'xid'> & {
  /** Null when no chunk is on the page. */
  xid: string | null;
  before: number;
  beforeLoud: number;
  all: number;
  allLoud: number;
  infos: number;
  warnings: number;
  errors: number;
  settled: number;
  settledLoud: number;
  horizon: string;
};

type Asked = { level: LogLevel; ask: LogAsk };

// Chunks are counted without their bodies, so that the whole of a log costs what its chunks cost and not its lines. A
// page needs no more chunks than it has lines, and one at either end of them.
function pageStatement(scope: Prisma.Sql, { level, ask }: Asked): Prisma.Sql {
  return Prisma.sql`/* read_log_page */
    with scoped as materialized (
      select c.xid, c.id, c.job_id, c.fence, c.first_line, c.began_at, c.tenant_id, c.lines, c.infos, c.warnings, c.errors, ${loudLines(level)} as loud
      from log_chunks c
      where ${scope}
      order by c.xid, c.id
      limit ${logBounds.chunksCountedMax}
    ),
    placed as (
      select *, sum(lines) over so_far - lines as before, sum(loud) over so_far - loud as before_loud
      from scoped
      window so_far as (order by xid, id rows unbounded preceding)
    ),
    totals as (
      select coalesce(sum(lines), 0)::int as all_lines, coalesce(sum(loud), 0)::int as all_loud, coalesce(sum(infos), 0)::int as infos,
        coalesce(sum(warnings), 0)::int as warnings, coalesce(sum(errors), 0)::int as errors,
        coalesce(sum(lines) filter (where xid < pg_snapshot_xmin(pg_current_snapshot())), 0)::int as settled,
        coalesce(sum(loud) filter (where xid < pg_snapshot_xmin(pg_current_snapshot())), 0)::int as settled_loud
      from scoped
    ),
    wanted as (
      select *
      from placed
      where loud > 0 and ${rangeOf(ask)}
      order by xid, id
      limit ${ask.count + 2}
    )
    select p.*, t.all_lines as "all", t.all_loud as "allLoud", t.infos, t.warnings, t.errors, t.settled, t.settled_loud as "settledLoud",
      pg_snapshot_xmin(pg_current_snapshot())::text as horizon
    from totals t
    left join lateral (
      select ${chunkFields}, w.loud, w.before::int as before, w.before_loud::int as "beforeLoud", c.body
      from wanted w
      join log_chunks c on c.tenant_id = w.tenant_id and c.job_id = w.job_id and c.fence = w.fence and c.first_line = w.first_line and c.began_at = w.began_at
    ) p on true
    order by p."beforeLoud"`;
}

function rangeOf(ask: LogAsk): Prisma.Sql {
  switch (ask.by) {
    case 'index':
      return Prisma.sql`before_loud < ${ask.from + ask.count}::bigint and before_loud + loud > ${ask.from}::bigint`;
    case 'end':
      return Prisma.sql`before_loud + loud > (select all_loud from totals) - ${ask.count}::int`;
    case 'after':
      return Prisma.sql`(xid, id) >= ${keyOf(ask.place)} and before_loud
        <= (select coalesce(max(before_loud + loud), 0) from placed where (xid, id) <= ${keyOf(ask.place)}) + ${ask.count}::int`;
    case 'before':
      return Prisma.sql`(xid, id) <= ${keyOf(ask.place)} and before_loud + loud
        >= (select coalesce(max(before_loud), 0) from placed where (xid, id) <= ${keyOf(ask.place)}) - ${ask.count}::int`;
  }
}

/** A place as a row that stands beside `(xid, id)`. */
export function keyOf({ xid, id }: LogPlace): Prisma.Sql {
  return Prisma.sql`(${String(xid)}::text::xid8, ${String(id)}::text::bigint)`;
}

function pageOf(rows: readonly Row[], { level, ask }: Asked): LogPage {
  const [totals] = rows;
  if (totals === undefined) throw new Error('read_log_page answered nothing');
  const chunks = rows.flatMap(({ xid, ...row }) => (xid === null ? [] : [{ ...row, xid }]));
  const nodes = cutTo(
    ask,
    chunks.flatMap((chunk) => linesOf(chunk, chunk, { level })),
  );
  const { all, allLoud, infos, warnings, errors, settled, settledLoud, horizon } = totals;
  const [head, tail] = [nodes[0], nodes.at(-1)];
  return {
    nodes,
    hasNextPage: tail !== undefined && tail.index + 1 < allLoud,
    hasPreviousPage: head !== undefined && head.index > 0,
    startCursor: head?.cursor ?? null,
    endCursor: tail?.cursor ?? null,
    totalCount: allLoud,
    totals: { lines: all, debug: all - infos - warnings - errors, info: infos, warn: warnings, error: errors },
    liveCursor: printPlace({ xid: BigInt(horizon), id: 0n, line: -1, before: settled, beforeLoud: settledLoud }),
    lookedThrough: chunks.reduce((sum, { lines }) => sum + lines, 0),
  };
}

function cutTo(ask: LogAsk, lines: LogLineRow[]): LogLineRow[] {
  switch (ask.by) {
    case 'index':
      return lines.filter(({ index }) => index >= ask.from && index < ask.from + ask.count);
    case 'end':
      return lines.slice(-ask.count);
    case 'after':
      return lines.filter(({ cursor }) => isAfter(cursor, ask.place)).slice(0, ask.count);
    case 'before':
      return lines.filter(({ cursor }) => isBefore(cursor, ask.place)).slice(-ask.count);
  }
}

function isAfter(cursor: string, place: LogPlace): boolean {
  return orderOf(cursor, place) > 0;
}

function isBefore(cursor: string, place: LogPlace): boolean {
  return orderOf(cursor, place) < 0;
}

function orderOf(cursor: string, place: LogPlace): number {
  const own = parsePlace(cursor);
  if (own === undefined) return 0;
  if (own.xid !== place.xid) return own.xid > place.xid ? 1 : -1;
  if (own.id !== place.id) return own.id > place.id ? 1 : -1;
  return own.line - place.line;
}
