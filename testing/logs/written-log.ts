/** Logs without the jobs that write them: lines in chunks, stored as a worker stores them. */
import { logBounds } from '#domain/bounds/log.ts';
import { countLevels, printLine } from '#domain/log/chunk-text.ts';
import type { KeptLine } from '#domain/log/log-line.ts';
import { type Appended, appendLog, type LogChunk } from '#engine/log/append-log.ts';
import type { Database } from '#engine/store/database.ts';
import { workerByHand } from '#testing/worker/worker-by-hand.ts';

/** A line of INFO by the handler, unless given. */
export const lineOf = (wish: Partial<KeptLine> & { message: string }): KeptLine => ({
  offsetMs: 0,
  level: 'INFO',
  source: 'HANDLER',
  fields: null,
  ...wish,
});

/** Chunks of an attempt, so many lines each. */
export function chunksOf(
  of: Pick<LogChunk, 'tenantId' | 'jobId'> & Partial<LogChunk>,
  lines: readonly KeptLine[],
  size: number = logBounds.linesPerChunkMax,
): LogChunk[] {
  const { firstLine = 1 } = of;
  const chunks: LogChunk[] = [];
  for (let at = 0; at < lines.length; at += size) {
    const part = lines.slice(at, at + size);
    const [, infos, warnings, errors] = countLevels(part);
    const attempt = { fence: 1, attempt: 1, runId: null, stepKey: null, beganAtMs: Date.now(), ...of };
    const body = part.map(printLine).join('\n');
    chunks.push({ ...attempt, firstLine: firstLine + at, lines: part.length, infos, warnings, errors, body });
  }
  return chunks;
}

/** Stores chunks in one statement, as a worker of its own. */
export async function openPen(database: Database): Promise<(chunks: readonly LogChunk[]) => Promise<Appended>> {
  const { workerId } = await workerByHand(database);
  return (chunks) => appendLog(database, { workerId, chunks });
}
