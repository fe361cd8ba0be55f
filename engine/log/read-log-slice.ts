/**
 * Reads on in a log from a place, some chunks at a time: for searches, which look through much and find little, for
 * whoever takes all of it away, and for those who follow it.
 */
import type { LogLevel } from '#domain/log/log-line.ts';
import { foldedText, storedPart } from '#domain/log/plain-text.ts';
import type { Context } from '#engine/store/context.ts';
import { likeText } from '#engine/store/reading/like-text.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { LogPlace } from './log-place.ts';
import { chunkFields, type LogLineRow, linesOf, loudLines, type StoredChunk } from './log-rows.ts';
import { inScope, type LogScope } from './log-scope.ts';
import { keyOf } from './read-log.ts';

export type SliceRequest = {
  after: LogPlace;
  level: LogLevel;
  /** What the lines must hold, whatever its case. */
  text?: string | undefined;
  /** How many lines are wanted at most. */
  linesMax: number;
  /** How many chunks are looked through at most. */
  chunksMax: number;
  /** True for who follows: a line is told once nothing can come before it any more. */
  isLive?: boolean;
};

export type LogSlice = {
  lines: LogLineRow[];
  /** Where to read on. */
  next: LogPlace;
  /** True when there was nothing more to look through. */
  isOver: boolean;
  lookedThrough: number;
};

// A statement looks through so many; where much is found, the next one is not needed.
const chunksPerStatement = 16;

/** Reads a slice in one transaction. The caller has asked whether its actor may. */
export async function readLogSlice(context: Context, scope: LogScope, request: SliceRequest): Promise<LogSlice> {
  return await transaction(context.database, context.tenantId, async (tx) => {
    const slice: LogSlice = { lines: [], next: request.after, isOver: false, lookedThrough: 0 };
    for (let seen = 0; seen < request.chunksMax && !slice.isOver; seen += chunksPerStatement) {
      await readOn(tx, { scope, request, slice });
      if (slice.lines.length >= request.linesMax) break;
    }
    return slice;
  });
}

type Reading = { scope: LogScope; request: SliceRequest; slice: LogSlice };

async function readOn(tx: Transaction, { scope, request, slice }: Reading): Promise<void> {
  const from = slice.next;
  const chunks = await tx.client.$queryRaw<StoredChunk[]>(
    sliceStatement(tx.tenantId, scope, { ...request, after: from }),
  );
  const folded = request.text === undefined ? undefined : foldedText(request.text);
  let { before, beforeLoud } = from;
  for (const chunk of chunks) {
    const start = { xid: BigInt(chunk.xid), id: BigInt(chunk.id), before, beforeLoud };
    // The chunk in which the place stands is met again.
    const firstLine = isSameChunk(start, from) ? from.line + 1 : 0;
    const found = linesOf(chunk, start, { level: request.level, folded }).filter(
      ({ number }) => number >= chunk.firstLine + firstLine,
    );
    const taken = found.slice(0, request.linesMax - slice.lines.length);
    slice.lines.push(...taken);
    const isFull = slice.lines.length >= request.linesMax;
    const last = isFull ? taken.at(-1) : undefined;
    const line = last === undefined ? chunk.lines - 1 : last.number - chunk.firstLine;
    slice.lookedThrough += line + 1 - firstLine;
    slice.next = { ...start, line };
    if (isFull) return;
    before += chunk.lines;
    beforeLoud += chunk.loud;
  }
  slice.isOver = chunks.length < chunksPerStatement;
}

function isSameChunk(one: Pick<LogPlace, 'xid' | 'id'>, other: Pick<LogPlace, 'xid' | 'id'>): boolean {
  return one.xid === other.xid && one.id === other.id;
}

function sliceStatement(
  tenantId: string,
  scope: LogScope,
  { after, level, text, isLive = false }: SliceRequest,
): Prisma.Sql {
  const settled = isLive ? Prisma.sql` and c.xid < pg_snapshot_xmin(pg_current_snapshot())` : Prisma.empty;
  return Prisma.sql`/* read_log_slice */
    select ${chunkFields}, c.loud, case when c.loud > 0 and ${mayHold(text)} then c.body end as body
    from (
      select c.*, ${loudLines(level)} as loud
      from log_chunks c
      where ${inScope(scope, tenantId)} and (c.xid, c.id) >= ${keyOf(after)}${settled}
      order by c.xid, c.id
      limit ${chunksPerStatement}
    ) c
    order by c.xid, c.id`;
}

// Looking through a chunk where it lies is far cheaper than reading its lines; it may find too much, never too little.
function mayHold(text: string | undefined): Prisma.Sql {
  const part = text === undefined ? '' : storedPart(text);
  if (part === '') return Prisma.sql`true`;
  return Prisma.sql`(c.body collate "C" ilike ${`%${likeText(part)}%`} or strpos(c.body, chr(27)) > 0 or strpos(c.body, chr(155)) > 0)`;
}
