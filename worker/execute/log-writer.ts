/**
 * Stores what all attempts of a worker write: one writer, a batch at a time, beside the claims and settles and never
 * waited for by them. Jobs come first: while the worker drains a backlog of instant ones, the writer rests most of the
 * time. What gathers meanwhile has a bound; above it lines are counted and not kept.
 */
import { logBounds } from '#domain/bounds/log.ts';
import { appendLog } from '#engine/log/append-log.ts';
import { faultSentence } from '#engine/store/batch/apart.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Database } from '#engine/store/database.ts';
import { dutyBackoffMsMax } from '#worker/duties/duty-loop.ts';
import type { WorkerLog } from '#worker/worker-log.ts';
import type { Attempt } from './attempt.ts';
import { AttemptLog, type GatheredChunk, type LogBuffer } from './attempt-log.ts';
import { TurnClock } from './turn-clock.ts';

// What gathers while the database is away or slower than the handlers; the process has some ten times as much.
const waitingBytesMax = 32 * 1024 * 1024;
// A statement of some ten milliseconds.
const batchBytesMax = 2 * 1024 * 1024;
const batchChunksMax = 500;
// A reader sees a line within a blink, and a job that ends at once has its lines in one chunk.
const gatherMs = 50;
const backoffMsMin = 20;
// Beside a backlog of instant jobs: a seventh of the time, in which some 200,000 lines a second are stored.
const restFactor = 6;
const restMsMax = 200;

export type LogWriterOptions = {
  database: Database;
  log: WorkerLog;
  /** Called after lines were stored. */
  onWritten: () => void;
  /** True while jobs that end at once wait to be claimed. */
  isPressed?: () => boolean;
  waitingBytesMax?: number;
};

/** What the writer has done so far, for metrics. */
export type LogFigures = { written: number; dropped: number; waitingBytes: number };

/** Opens the writer. */
export function openLogWriter(options: LogWriterOptions): LogWriter {
  return new LogWriter(options);
}

export class LogWriter implements LogBuffer {
  readonly #options: LogWriterOptions;
  readonly #waitingBytesMax: number;
  // Logs with lines that wait, in the order in which they began to.
  readonly #waiting = new Set<AttemptLog>();
  #waitingBytes = 0;
  // Tenants that wrote as much today as they may, until when they are asked again.
  readonly #fullTenants = new Map<string, number>();
  #underWay: Promise<void> | undefined;
  #isHurried = false;
  #isAbandoned = false;
  #endPause: (() => void) | undefined;
  #faults = 0;
  readonly #clock = new TurnClock();
  readonly #figures = { written: 0, dropped: 0 };

  constructor(options: LogWriterOptions) {
    this.#options = options;
    this.#waitingBytesMax = options.waitingBytesMax ?? waitingBytesMax;
  }

  /** The log of an attempt. */
  open(attempt: Pick<Attempt, 'job' | 'heardAtMs'>): AttemptLog {
    return new AttemptLog(attempt, this);
  }

  takes(log: AttemptLog, sizeBytes: number): boolean {
    const isFull = this.#waitingBytes + sizeBytes > this.#waitingBytesMax || this.#isAbandoned;
    if (isFull || (this.#fullTenants.size > 0 && this.#isFull(log.job.tenantId))) {
      this.#figures.dropped += 1;
      return false;
    }
    this.#waitingBytes += sizeBytes;
    return true;
  }

  fetch(log: AttemptLog): void {
    this.#waiting.add(log);
    // After the current turn of the event loop: more lines are still to be written.
    this.#underWay ??= Promise.resolve().then(() => this.#run());
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  figures(): LogFigures {
    return { ...this.#figures, waitingBytes: this.#waitingBytes };
  }

  /** Resolves when everything written so far is stored, or given up. */
  async drained(): Promise<void> {
    this.#isHurried = true;
    this.#endPause?.();
    while (this.#underWay !== undefined) await this.#underWay;
  }

  /** Writes no more: the process ends. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#endPause?.();
  }

  #isFull(tenantId: string): boolean {
    const untilMs = this.#fullTenants.get(tenantId);
    if (untilMs === undefined) return false;
    if (performance.now() < untilMs) return true;
    this.#fullTenants.delete(tenantId);
    return false;
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0 && !this.#isAbandoned) {
      if (this.#waitingBytes < batchBytesMax && !this.#isHurried) await this.#pause(gatherMs);
      const beganAtMs = performance.now();
      const { chunks, bytes } = await this.#gather();
      await this.#writeOut(chunks);
      this.#waitingBytes -= bytes;
      if (this.#options.isPressed?.() === true && !this.#isHurried)
        await this.#pause(Math.min(restMsMax, restFactor * (performance.now() - beganAtMs)));
    }
    this.#underWay = undefined;
  }

  // What waits longest, as much as a batch holds; masking and printing it goes in turns, beside the handlers.
  async #gather(): Promise<{ chunks: GatheredChunk[]; bytes: number }> {
    const chunks: GatheredChunk[] = [];
    let bytes = 0;
    for (const log of this.#waiting) {
      if (bytes >= batchBytesMax) break;
      this.#waiting.delete(log);
      bytes += log.waitingBytes();
      for (const chunk of log.take()) {
        chunks.push(chunk);
        if (isTurnOver()) await nextTurn();
      }
    }
    return { chunks, bytes };
  }

  async #writeOut(chunks: readonly GatheredChunk[]): Promise<void> {
    for (const batch of batchesOf(chunks)) {
      while (!this.#isAbandoned && !(await this.#write(batch)))
        await this.#pause(Math.min(dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(this.#faults, 10)));
    }
  }

  /** False when the database has not said that it has them: they are to be sent again. */
  async #write(batch: Batch): Promise<boolean> {
    const { database, log, onWritten } = this.#options;
    try {
      const appended = await appendLog(database, batch);
      this.#faults = 0;
      this.#figures.written += appended.lines;
      for (const { jobId } of appended.refused) log.warn('log.refused', { job: jobId });
      // Its attempts are others' by now, who write their own.
      if (!appended.isAlive) log.warn('log.outlived', { worker: batch.workerId, chunks: batch.chunks.length });
      for (const [tenantId, bytes] of appended.bytesToday)
        if (bytes >= logBounds.bytesPerTenantAndDayMax)
          this.#fullTenants.set(tenantId, performance.now() + fullTenantMs);
      if (appended.lines > 0) onWritten();
      return true;
    } catch (fault) {
      this.#faults += 1;
      log.warn('log.failed', { fault: faultSentence(fault), tries: this.#faults, chunks: batch.chunks.length });
      return false;
    }
  }

  async #pause(waitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = undefined;
  }
}

// One line is let through then, and tells whether a new day has begun.
const fullTenantMs = 60_000;

type Batch = { workerId: string; chunks: GatheredChunk[] };

// A batch is of one life of the worker, and small enough for a statement.
function batchesOf(chunks: readonly GatheredChunk[]): Batch[] {
  const batches: Batch[] = [];
  let length = 0;
  for (const chunk of chunks) {
    const last = batches.at(-1);
    const fits =
      last !== undefined && last.chunks.length < batchChunksMax && length + chunk.body.length <= batchBytesMax;
    if (fits && last.workerId === chunk.workerId) last.chunks.push(chunk);
    else {
      batches.push({ workerId: chunk.workerId, chunks: [chunk] });
      length = 0;
    }
    length += chunk.body.length;
  }
  return batches;
}
