/** The tail of the event log: reads one window after the other, each row once, as soon as a hint or the poll says so. */
import type { Database } from '#engine/store/database.ts';
import { type EventCursor, startOfWindow } from './cursor.ts';
import { type FeedEvent, readWindow } from './read-events.ts';
import { isSameMoment, type Snapshot, snapshotNow } from './snapshot.ts';

// What the tail reads at once: a few milliseconds.
const feedRowsPerPage = 500;

// The net under lost hints.
const pollMs = 500;
const retryMsMin = 50;
const retryMsMax = 2_000;

export class Tail {
  readonly #database: Database;
  readonly #deliver: (events: FeedEvent[], deliveredTo: Snapshot) => void;
  // Where the next page begins; it moves page by page, so that a fault in mid-window repeats nothing.
  #cursor: EventCursor | undefined;
  #isReading = false;
  #isAskedAgain = false;
  #isClosed = false;
  #retryMs = retryMsMin;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(database: Database, deliver: (events: FeedEvent[], deliveredTo: Snapshot) => void) {
    this.#database = database;
    this.#deliver = deliver;
  }

  /** Everything below was delivered; undefined before the first look. */
  position(): Snapshot | undefined {
    return this.#cursor?.from;
  }

  /** The first look, or the first subscriber, says where the tail begins: neither may miss what the other saw. */
  beginAt(moment: Snapshot): void {
    this.#cursor ??= startOfWindow(moment);
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
    const now = await snapshotNow(client);
    this.beginAt(now);
    let cursor = this.#cursor ?? startOfWindow(now);
    // A window that is open already is read to its end first.
    if (cursor.to === null && !isSameMoment(cursor.from, now)) cursor = { ...cursor, to: now };
    while (cursor.to !== null && !this.#isClosed) {
      const { from, to } = cursor;
      const page = await readWindow(client, {
        cursor: { ...cursor, to },
        tenantIds: null,
        runId: null,
        rowsMax: feedRowsPerPage,
      });
      cursor = page.next;
      this.#cursor = cursor;
      this.#deliver(page.events, page.isComplete ? to : from);
    }
    this.#retryMs = retryMsMin;
  }
}
