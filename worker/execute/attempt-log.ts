/**
 * What one attempt writes, until it is stored. It keeps so many lines and bytes; what an attempt writes beyond them is
 * left out but for the last lines, with a line in between that says how much.
 */
import { logBounds } from '#domain/bounds/log.ts';
import { countLevels } from '#domain/log/chunk-text.ts';
import { printKept } from '#domain/log/keep-line.ts';
import type { LogLevel, WrittenLine } from '#domain/log/log-line.ts';
import { type Mask, maskOf, plainMask } from '#domain/log/mask.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import type { LogChunk } from '#engine/log/append-log.ts';
import type { HandlerLog } from '#worker/handlers/handler-log.ts';

/** Where lines go: a worker's one writer. */
export type LogBuffer = {
  /** False when there is no room for a line of this size, for this tenant. */
  takes(log: AttemptLog, sizeBytes: number): boolean;
  /** Called when the first line waits. */
  fetch(log: AttemptLog): void;
  /** The time of the worker's steady clock. */
  nowMs(): number;
};

/** A chunk, and which life of the worker wrote it. */
export type GatheredChunk = LogChunk & { workerId: string };

/** What the clock of the worker showed when it heard of the claim; the database's time of it is the job's own. */
type Begin = { job: ClaimedJob; heardAtMs: number };

// What a line takes in memory besides its text.
const lineOverheadBytes = 64;
// As much as the headers of an answer; measuring each would cost more than the line.
const fieldsBytes = 512;

export class AttemptLog implements HandlerLog {
  readonly job: ClaimedJob;
  readonly #heardAtMs: number;
  readonly #buffer: LogBuffer;
  #waiting: WrittenLine[] = [];
  #nextNumber = 1;
  #keptBytes = 0;
  #waitingBytes = 0;
  #leftOut = 0;
  // Lines that found no room in the worker's buffer since the last one that did.
  #unheard = 0;
  #last: WrittenLine[] | undefined;
  #secrets: string[] = [];
  #mask: Mask = plainMask;

  constructor({ job, heardAtMs }: Begin, buffer: LogBuffer) {
    this.job = job;
    this.#heardAtMs = heardAtMs;
    this.#buffer = buffer;
  }

  debug(message: string, fields?: JsonObject): void {
    this.#write('DEBUG', message, fields);
  }
  info(message: string, fields?: JsonObject): void {
    this.#write('INFO', message, fields);
  }
  warn(message: string, fields?: JsonObject): void {
    this.#write('WARN', message, fields);
  }
  error(message: string, fields?: JsonObject): void {
    this.#write('ERROR', message, fields);
  }

  hide(secrets: readonly string[]): void {
    const news = secrets.filter(
      (secret) => secret.length >= logBounds.secretLengthMin && !this.#secrets.includes(secret),
    );
    if (news.length === 0) return;
    this.#secrets = [...this.#secrets, ...news].slice(0, logBounds.secretsMax);
    this.#mask = maskOf(this.#secrets);
  }

  /** The engine's own word about the attempt, which is kept whatever the handler wrote. */
  say(level: LogLevel, message: string): void {
    this.#keep({ offsetMs: this.#offsetMs(), level, source: 'ENGINE', message, fields: undefined });
  }

  /** Brings out what was held back: how much was left out, and the last lines. Nothing is written afterwards. */
  end(): void {
    const last = (this.#last ?? []).slice(-logBounds.lastLinesMax);
    this.#last = [];
    const leftOut = this.#leftOut - last.length;
    if (leftOut > 0)
      this.say(
        'WARN',
        `${sayCount(leftOut, 'line')} ${leftOut === 1 ? 'is' : 'are'} left out here: the attempt wrote more than is kept`,
      );
    for (const line of last) this.#keep(line);
    this.#sayUnheard();
  }

  /** What the lines that wait take in the buffer. */
  waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** The lines that wait, as chunks; the next call gives those after them. */
  *take(): Generator<GatheredChunk> {
    const lines = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    let firstLine = this.#nextNumber - lines.length;
    // Looking at a thousand lines takes a millisecond; what follows may have a turn of its own.
    for (let at = 0; at < lines.length; at += logBounds.linesPerChunkMax) {
      const part = lines.slice(at, at + logBounds.linesPerChunkMax);
      const texts = printKept(part, this.#mask);
      for (const { from, to } of partsOf(texts)) {
        yield this.#chunk(firstLine, part.slice(from, to), texts.slice(from, to));
        firstLine += to - from;
      }
    }
  }

  #write(level: LogLevel, message: string, fields: JsonObject | undefined): void {
    const isFull = this.#nextNumber > logBounds.linesPerAttemptMax || this.#keptBytes > logBounds.bytesPerAttemptMax;
    if (isFull || this.#last !== undefined)
      this.#keepForLast({ offsetMs: this.#offsetMs(), level, source: 'HANDLER', message, fields });
    else if (this.#hasRoom(message, fields))
      this.#push({ offsetMs: this.#offsetMs(), level, source: 'HANDLER', message, fields });
  }

  #keepForLast(line: WrittenLine): void {
    this.#last ??= [];
    this.#leftOut += 1;
    this.#last.push(line);
    // Shifting each time would cost more than the line.
    if (this.#last.length >= 2 * logBounds.lastLinesMax) this.#last = this.#last.slice(-logBounds.lastLinesMax);
  }

  #keep(line: WrittenLine): void {
    if (this.#hasRoom(line.message, line.fields)) this.#push(line);
  }

  // Counted before anything is made: a line that finds no room must cost next to nothing.
  #hasRoom(message: string, fields: JsonObject | undefined): boolean {
    const sizeBytes = message.length + lineOverheadBytes + (fields === undefined ? 0 : fieldsBytes);
    if (!this.#buffer.takes(this, sizeBytes)) {
      this.#unheard += 1;
      return false;
    }
    if (this.#unheard > 0) this.#sayUnheard();
    this.#keptBytes += sizeBytes;
    this.#waitingBytes += sizeBytes;
    return true;
  }

  #sayUnheard(): void {
    if (this.#unheard === 0) return;
    const message = `${sayCount(this.#unheard, 'line')} ${this.#unheard === 1 ? 'is' : 'are'} missing here: the worker, or the tenant today, wrote more than is taken`;
    this.#unheard = 0;
    this.#push({ offsetMs: this.#offsetMs(), level: 'WARN', source: 'ENGINE', message, fields: undefined });
  }

  #push(line: WrittenLine): void {
    if (this.#waiting.push(line) === 1) this.#buffer.fetch(this);
    this.#nextNumber += 1;
  }

  #offsetMs(): number {
    return Math.max(0, Math.floor(this.#buffer.nowMs() - this.#heardAtMs));
  }

  #chunk(firstLine: number, lines: readonly WrittenLine[], texts: readonly string[]): GatheredChunk {
    const { tenantId, jobId, workerId, fence, attempt, runId, stepKey, claimedAtMs } = this.job;
    const [, infos, warnings, errors] = countLevels(lines);
    const attemptOf = { tenantId, jobId, workerId, fence, attempt, runId, stepKey, beganAtMs: claimedAtMs };
    return { ...attemptOf, firstLine, lines: lines.length, infos, warnings, errors, body: texts.join('\n') };
  }
}

/** Parts of lines that are short enough for a chunk. */
function partsOf(texts: readonly string[]): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  let [from, length] = [0, 0];
  for (const [n, text] of texts.entries()) {
    if (n > from && length + text.length > logBounds.chunkLengthMax) {
      parts.push({ from, to: n });
      [from, length] = [n, 0];
    }
    length += text.length + 1;
  }
  if (texts.length > from) parts.push({ from, to: texts.length });
  return parts;
}
