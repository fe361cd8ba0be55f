/** The tail of the event log: reads one closed window after the other, each row once, as soon as a hint or the poll says so. */
import type { Database } from '#engine/database.ts';
import { type EventCursor, startOfWindow } from '#engine/event-cursor.ts';
import { type FeedEvent, oldestRunning, readWindow } from '#engine/queries/read-events.ts';

// A page that fits in a few milliseconds; a batch row holds up to 1,000 entries.
export const rowsPerPage = 500;
// The net under lost hints.
const pollMs = 500;
const retryMsMin = 50;
const retryMsMax = 2_000;

export class Tail {
  readonly #database: Database;
  readonly #deliver: (events: FeedEvent[], windowEnd: bigint) => void;
  // Where the next page begins; it moves page by page, so that a fault in mid-window repeats nothing.
  #cursor: EventCursor | undefined;
  #isReading = false;
  #isAskedAgain = false;
  #isClosed = false;
  #retryMs = retryMsMin;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(database: Database, deliver: (events: FeedEvent[], windowEnd: bigint) => void) {
    this.#database = database;
    this.#deliver = deliver;
  }

  /** Everything below was delivered; undefined before the first look. */
  position(): bigint | undefined {
    return this.#cursor?.from;
  }

  /** Looks now, or once more after the look under way. */
  wake(): void {
    if (this.#isClosed) return;
    if (this.#isReading) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isReading = true;
    clearTimeout(this.#timer);
    this.#readOn().then(
      () => this.#rest(pollMs),
      () => {
        this.#retryMs = Math.min(retryMsMax, this.#retryMs * 2);
        this.#rest(this.#retryMs);
      },
    );
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #rest(pauseMs: number): void {
    this.#isReading = false;
    if (this.#isClosed) return;
    const isDue = this.#isAskedAgain && pauseMs === pollMs;
    this.#isAskedAgain = false;
    if (isDue) this.wake();
    else this.#timer = setTimeout(() => this.wake(), pauseMs);
  }

  async #readOn(): Promise<void> {
    const { client } = this.#database;
    this.#cursor ??= startOfWindow(await oldestRunning(client));
    // A window that is open already is read to its end first; then comes the next one, up to what has settled since.
    if (this.#cursor.to === 0n) this.#cursor = { ...this.#cursor, to: await oldestRunning(client) };
    while (this.#cursor.to > this.#cursor.from && !this.#isClosed) {
      const { from, to } = this.#cursor;
      const page = await readWindow(client, {
        cursor: this.#cursor,
        tenantId: null,
        runId: null,
        rowsMax: rowsPerPage,
      });
      this.#cursor = page.next;
      this.#deliver(page.events, page.isComplete ? to : from);
    }
    this.#cursor = startOfWindow(this.#cursor.from);
    this.#retryMs = retryMsMin;
  }
}
