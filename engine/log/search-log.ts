/** Searches a log from a place on: a page of lines that hold a text, or less when much was looked through for them. */
import { logBounds } from '#domain/bounds/log.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { LogLevel } from '#domain/log/log-line.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { parsePlace, printPlace, startOfLog } from './log-place.ts';
import type { LogLineRow } from './log-rows.ts';
import type { LogScope } from './log-scope.ts';
import { readLogSlice } from './read-log-slice.ts';

export type LogSearch = {
  text: string;
  level?: LogLevel | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
};

export type LogFindings = {
  lines: LogLineRow[];
  /** Where to search on. */
  cursor: string;
  /** True when the log was looked through to its end. */
  isOver: boolean;
  /** How many lines were looked through for this page. */
  lookedThrough: number;
};

/** The next lines that hold the text. A page may be empty and there be more: the caller asks on from its cursor. */
export async function searchLog(context: Context, scope: LogScope, search: LogSearch): Promise<Outcome<LogFindings>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const { text, level, after } = search;
  const first = search.first ?? pageBounds.pageSizeDefault;
  if (text === '' || text.length > logBounds.searchLengthMax)
    return refuse('BAD_INPUT', `a text to search for has 1 to ${logBounds.searchLengthMax} characters`, ['text']);
  if (!Number.isInteger(first) || first < 1 || first > pageBounds.pageSizeMax)
    return refuse('BAD_INPUT', `first is a whole number from 1 to ${pageBounds.pageSizeMax}`, ['first']);
  const place = typeof after === 'string' ? parsePlace(after) : startOfLog;
  if (place === undefined) return refuse('BAD_INPUT', 'after is not a cursor of a log', ['after']);
  const { lines, next, isOver, lookedThrough } = await readLogSlice(context, scope, {
    after: place,
    level: level ?? 'DEBUG',
    text,
    linesMax: first,
    chunksMax: logBounds.searchChunksMax,
  });
  return done({ lines, cursor: printPlace(next), isOver, lookedThrough });
}
