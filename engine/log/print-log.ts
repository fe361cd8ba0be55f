/** A log as text, a slice at a time, for whoever takes it away. */
import { logBounds } from '#domain/bounds/log.ts';
import { type LogFormat, lineAsText } from '#domain/log/log-as-text.ts';
import type { LogLevel } from '#domain/log/log-line.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { parsePlace, printPlace, startOfLog } from './log-place.ts';
import type { LogScope } from './log-scope.ts';
import { readLogSlice } from './read-log-slice.ts';

export type PrintRequest = {
  format: LogFormat;
  level?: LogLevel | null | undefined;
  text?: string | null | undefined;
  after?: string | null | undefined;
};

export type PrintedLog = { text: string; cursor: string; isOver: boolean };

// A chunk is 64 KiB at most; as text it has its times and levels besides. What is filtered may come from more of them,
// and must fit into an answer when all of it matches.
const chunksPerSlice = { whole: 16, filtered: 64 };

/** The next slice of the log as text; ask on from its cursor until it is over. */
export async function printLog(context: Context, scope: LogScope, request: PrintRequest): Promise<Outcome<PrintedLog>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const { format, level, after } = request;
  const text = request.text ?? '';
  if (text.length > logBounds.searchLengthMax)
    return refuse('BAD_INPUT', `a text to search for has at most ${logBounds.searchLengthMax} characters`, ['text']);
  const place = typeof after === 'string' ? parsePlace(after) : startOfLog;
  if (place === undefined) return refuse('BAD_INPUT', 'after is not a cursor of a log', ['after']);
  const { lines, next, isOver } = await readLogSlice(context, scope, {
    after: place,
    level: level ?? 'DEBUG',
    ...(text !== '' && { text }),
    linesMax: logBounds.linesPerTextMax,
    chunksMax: text === '' ? chunksPerSlice.whole : chunksPerSlice.filtered,
  });
  const printed = lines.map((line) => lineAsText({ ...line, job: publicId('job', line.jobId) }, format)).join('');
  return done({ text: printed, cursor: printPlace(next), isOver });
}
