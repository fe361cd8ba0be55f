/** Lines of a log as they are read: chunks from the database, and the lines in them. */
import { readLines } from '#domain/log/chunk-text.ts';
import { type LogLevel, type LogSource, loudnessOf } from '#domain/log/log-line.ts';
import { holdsText } from '#domain/log/plain-text.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type LogPlace, printPlace } from './log-place.ts';

/** A line of a log. Ids are bare uuids. */
export type LogLineRow = {
  cursor: string;
  /** Its place among the lines that are loud enough, counted from 0. */
  index: number;
  /** Its place among all lines of what was asked for, counted from 1. */
  place: number;
  /** Its number within its attempt, counted from 1. */
  number: number;
  at: Date;
  level: LogLevel;
  source: LogSource;
  message: string;
  /** JSON text. */
  fields: string | null;
  jobId: string;
  fence: number;
  attempt: number;
  stepKey: string | null;
};

/** A chunk as statements tell it; `xid` and `id` travel as text. `body` is null where it need not be read. */
export type StoredChunk = {
  xid: string;
  id: string;
  jobId: string;
  fence: number;
  firstLine: number;
  beganAtMs: number;
  attempt: number;
  stepKey: string | null;
  lines: number;
  loud: number;
  body: string | null;
};

/** Its columns, of the row `c`. */
export const chunkFields = Prisma.sql`c.xid::text as xid, c.id::text as id, c.job_id as "jobId", c.fence, c.first_line as "firstLine",
  (extract(epoch from c.began_at) * 1000)::float8 as "beganAtMs", c.attempt, c.step_key as "stepKey", c.lines`;

/** How many lines of a chunk are at least so loud, of the row `c`. */
export function loudLines(level: LogLevel): Prisma.Sql {
  const counts: Record<LogLevel, string> = {
    DEBUG: 'c.lines',
    INFO: 'c.infos + c.warnings + c.errors',
    WARN: 'c.warnings + c.errors',
    ERROR: 'c.errors',
  };
  return Prisma.raw(counts[level]);
}

/** Which lines are wanted: at least so loud, and holding a text (folded) if one is given. */
export type LineWish = { level: LogLevel; folded?: string | undefined };

type Start = Pick<LogPlace, 'before' | 'beforeLoud'>;

/** The wanted lines of a chunk that begins after so many lines. */
export function linesOf(chunk: StoredChunk, start: Start, wish: LineWish): LogLineRow[] {
  const { body, fence, jobId, attempt, stepKey, beganAtMs, firstLine } = chunk;
  if (body === null) return [];
  const { before, beforeLoud } = start;
  const place = { xid: BigInt(chunk.xid), id: BigInt(chunk.id), before, beforeLoud };
  const least = loudnessOf(wish.level);
  const wanted: LogLineRow[] = [];
  let index = beforeLoud;
  for (const [line, { offsetMs, ...kept }] of readLines(body).entries()) {
    if (loudnessOf(kept.level) < least) continue;
    const mine = index;
    index += 1;
    if (wish.folded !== undefined && !holdsText(kept, wish.folded)) continue;
    wanted.push({
      cursor: printPlace({ ...place, line }),
      index: mine,
      place: before + line + 1,
      number: firstLine + line,
      at: new Date(beganAtMs + offsetMs),
      ...kept,
      jobId,
      fence,
      attempt,
      stepKey,
    });
  }
  return wanted;
}
