/** The log of a run as it is read: every line once, in order, and what is missing said. */
import type { LiveEvent } from '#components/live/live-event.ts';
import { isJsonObject } from '#domain/value/json.ts';

// Lines of a run's log kept on the page: the longest run of 5,000 steps with a few retries.
const runLogMax = 30_000;

/** One line of the log and the step it is about; undefined for the run itself. */
export type LogLine = { seq: number; event: LiveEvent; stepKey: string | undefined };

/** What has been read of a log so far. */
export type RunLog = {
  lines: readonly LogLine[];
  lastSeq: number;
  /** How many numbers were left out. The log promises none. */
  missing: number;
  /** How many of the first lines were let go, so that the page stays light. */
  dropped: number;
  /** True when what lies after the last line could not be read. */
  isCut: boolean;
  /** The step of each job met so far. */
  stepOf: ReadonlyMap<string, string>;
};

/** A log of which nothing was read yet. */
export const emptyLog: RunLog = { lines: [], lastSeq: 0, missing: 0, dropped: 0, isCut: false, stepOf: new Map() };

/** The log with a burst of events. What comes again is left out: the feed delivers at least once. */
export function withLogged(log: RunLog, events: readonly LiveEvent[]): RunLog {
  let { lastSeq, missing, dropped } = log;
  const stepOf = new Map(log.stepOf);
  const lines: LogLine[] = [];
  for (const event of events) {
    const { seq } = event;
    if (seq === null || seq <= lastSeq) continue;
    missing += seq - lastSeq - 1;
    lastSeq = seq;
    lines.push({ seq, event, stepKey: stepOfEvent(event, stepOf) });
  }
  if (lines.length === 0) return log;
  const all = [...log.lines, ...lines];
  const over = Math.max(0, all.length - runLogMax);
  dropped += over;
  return { lines: over === 0 ? all : all.slice(over), lastSeq, missing, dropped, isCut: false, stepOf };
}

/** The log when no more of it can be read for now. */
export function cutShort(log: RunLog): RunLog {
  return log.isCut ? log : { ...log, isCut: true };
}

// The first event of a job names its step; the later ones name the job only.
function stepOfEvent({ entityId, payload }: LiveEvent, stepOf: Map<string, string>): string | undefined {
  if (entityId === null) return undefined;
  if (isJsonObject(payload) && typeof payload.stepKey === 'string') stepOf.set(entityId, payload.stepKey);
  return stepOf.get(entityId);
}

/** The lines that are asked for. */
export function linesOf(log: RunLog, { text, type }: { text: string; type: string }): LogLine[] {
  const wanted = text.trim().toLowerCase();
  return log.lines.filter(
    ({ event, stepKey }) =>
      (type === '' || event.type === type) && (wanted === '' || (stepKey?.toLowerCase().includes(wanted) ?? false)),
  );
}

/** The types of event that occur, in the order in which they first did. */
export function typesIn(log: RunLog): string[] {
  return [...new Set(log.lines.map(({ event }) => event.type))];
}

/** How long it took from each failed attempt to the next one of the same job, by the number of its line. */
export function waitsIn(log: RunLog): ReadonlyMap<number, number> {
  const waits = new Map<number, number>();
  const failed = new Map<string | null, LogLine>();
  for (const line of log.lines) {
    const { type, entityId, at } = line.event;
    const before = failed.get(entityId);
    if (type === 'job.retrying') failed.set(entityId, line);
    else if (before !== undefined) {
      failed.delete(entityId);
      if (type === 'job.started') waits.set(before.seq, Date.parse(at) - Date.parse(before.event.at));
    }
  }
  return waits;
}
