/**
 * What a worker knows of the lanes: which have work, since when or from when on, and of which nothing may be taken now.
 * It is knowledge and not truth: whatever is lost of it is found again by the next sweep, and a lane that is believed to
 * have work and has none costs one look.
 */
import { FairShare, type LaneShape } from './fair-share.ts';
import { Heap } from './heap.ts';
import { RoomMarks } from './room-marks.ts';

/** What became known of a lane. Absent parts stay as they were. */
export type LaneNews = {
  queueId: string;
  shape?: LaneShape | undefined;
  hasReady?: boolean;
  hasDue?: boolean;
  /** When a job of a later instant is due, on the clock that `divide` is told. Of several the earliest counts. */
  dueAtMs?: number;
  isCareful?: boolean;
  isPlain?: boolean;
  isFull?: boolean;
  /** When a rate lets its next job start, on the clock that `divide` is told; null when none holds it up. */
  roomAtMs?: number | null;
  /** The mark of the moment that this is true of: what was heard later stands. */
  asOf?: number;
};

/** So many jobs to be asked of a lane. */
export type Ask = {
  queueId: string;
  count: number;
  isReady: boolean;
  isDue: boolean;
  /** Whose lane it is; undefined until somebody told. */
  tenantId: string | undefined;
  /** True when its jobs must be counted, or hold something while they run. */
  isCareful: boolean;
  /** True when only jobs were seen in it lately that stand alone and hold nothing. */
  isPlain: boolean;
};

type Page = {
  queueId: string;
  shape: LaneShape | undefined;
  hasReady: boolean;
  hasDue: boolean;
  dueAtMs: number | null;
  isCareful: boolean;
  isPlain: boolean;
  isFull: boolean;
  roomAtMs: number | null;
  /** The mark of when somebody last said that it has work. */
  heardAt: number;
};

type Time = { page: Page; atMs: number; of: 'dueAtMs' | 'roomAtMs' };

export class LaneBook {
  readonly #share = new FairShare();
  readonly #pages = new Map<string, Page>();
  readonly #resting = new Set<string>();
  readonly #full = new Map<string, Set<string>>();
  readonly #shut = new Set<Page>();
  // By when a page is looked at again, be it for a job that is due or for the room of a rate.
  readonly #times = new Heap<Time>((entry) => entry.atMs);
  readonly #lanesMax: number;
  readonly #room = new RoomMarks();
  #mark = 0;

  constructor({ lanesMax }: { lanesMax: number }) {
    this.#lanesMax = lanesMax;
  }

  /** True when a lane has work, as far as is known, and may be asked. */
  hasWork(): boolean {
    return this.#share.size > 0;
  }

  /** True when a lane has work for which there was no room. */
  hasFull(): boolean {
    return this.#full.size > 0;
  }

  /** Stands for this moment: an answer tells of the one in which it was asked for, or of a later one. */
  mark(): number {
    return this.#mark;
  }

  /** Somebody says that the lane has work now. */
  hear(queueId: string): void {
    this.#hear({ queueId, hasReady: true, hasDue: true, isFull: false });
  }

  #hear(news: LaneNews): void {
    this.#mark += 1;
    this.learn(news);
    const page = this.#pages.get(news.queueId);
    if (page !== undefined) page.heardAt = this.#mark;
  }

  /** Takes in what became known. A lane beyond what can be remembered is left to a later sweep. */
  learn(news: LaneNews): void {
    const page = this.#pageOf(news.queueId);
    if (page === undefined) return;
    page.shape = news.shape ?? page.shape;
    page.isCareful = news.isCareful ?? page.isCareful;
    page.isPlain = !page.isCareful && (news.isPlain ?? page.isPlain);
    const asOf = news.asOf ?? this.#mark;
    if (page.heardAt <= asOf) {
      page.hasReady = news.hasReady ?? page.hasReady;
      page.hasDue = news.hasDue ?? page.hasDue;
      this.#learnOfRoom(page, news, asOf);
    }
    if (news.dueAtMs !== undefined && news.dueAtMs < (page.dueAtMs ?? Number.POSITIVE_INFINITY)) {
      page.dueAtMs = news.dueAtMs;
      this.#times.push({ page, atMs: news.dueAtMs, of: 'dueAtMs' });
    }
    this.#place(page);
  }

  // An answer that was on its way when room was told of is older than that, also where the lane was not full until then.
  #learnOfRoom(page: Page, { isFull, roomAtMs }: LaneNews, asOf: number): void {
    if (isFull === false || !this.#room.isToldSince(asOf, page.shape?.tenantId)) page.isFull = isFull ?? page.isFull;
    if (roomAtMs === undefined) return;
    if (roomAtMs === null || !this.#room.isToldOfAllSince(asOf)) this.#shutUntil(page, roomAtMs);
  }

  /** Divides the room among the lanes that have work; it counts as used until `used` says otherwise. */
  divide(slots: number, nowMs: number): Ask[] {
    this.#arrive(nowMs);
    return this.#share.divide(slots).flatMap(({ id, count }) => {
      const page = this.#pages.get(id);
      if (page === undefined) return [];
      const { queueId, hasReady, hasDue, isCareful, isPlain } = page;
      const tenantId = page.shape?.tenantId;
      return [{ queueId, count, isReady: hasReady, isDue: hasDue, tenantId, isCareful, isPlain }];
    });
  }

  /** How much of what was given was not taken. */
  giveBack(queueId: string, count: number): void {
    this.#share.giveBack(queueId, count);
  }

  /** Room came about in a tenant: its full lanes are asked again. Answers which they are. */
  reopen(tenantId: string): string[] {
    this.#mark += 1;
    this.#room.tell(tenantId, this.#mark);
    const full = [...(this.#full.get(tenantId) ?? [])];
    for (const queueId of full) this.#hear({ queueId, isFull: false });
    return full;
  }

  /** Room may have come about anywhere, and rates may have changed. */
  reopenAll(): void {
    this.#mark += 1;
    this.#room.tellAll(this.#mark);
    for (const { queueId } of [...this.#shut]) this.#hear({ queueId, roomAtMs: null });
    for (const tenantId of [...this.#full.keys()]) this.reopen(tenantId);
  }

  /** When the next job is due, or a rate has room, of all lanes that are not open already; undefined when none is known. */
  nextAtMs(): number | undefined {
    // Ends because every round takes an entry away.
    for (;;) {
      const entry = this.#times.least();
      if (entry === undefined || entry.page[entry.of] === entry.atMs) return entry?.atMs;
      this.#times.pop();
    }
  }

  #arrive(nowMs: number): void {
    for (let atMs = this.nextAtMs(); atMs !== undefined && atMs <= nowMs; atMs = this.nextAtMs()) {
      const entry = this.#times.pop();
      if (entry === undefined) return;
      const { page, of } = entry;
      if (of === 'roomAtMs') this.#shutUntil(page, null);
      else {
        page.dueAtMs = null;
        page.hasDue = true;
      }
      this.#place(page);
    }
  }

  #shutUntil(page: Page, roomAtMs: number | null): void {
    page.roomAtMs = roomAtMs;
    if (roomAtMs === null) {
      this.#shut.delete(page);
      return;
    }
    this.#shut.add(page);
    this.#times.push({ page, atMs: roomAtMs, of: 'roomAtMs' });
  }

  #pageOf(queueId: string): Page | undefined {
    const known = this.#pages.get(queueId);
    if (known !== undefined || this.#pages.size >= this.#lanesMax) return known;
    const page = {
      queueId,
      shape: undefined,
      hasReady: false,
      hasDue: false,
      dueAtMs: null,
      isCareful: false,
      isPlain: false,
      isFull: false,
      roomAtMs: null,
      heardAt: 0,
    };
    this.#pages.set(queueId, page);
    return page;
  }

  #place(page: Page): void {
    const { queueId, shape, isFull, roomAtMs } = page;
    const hasWork = page.hasReady || page.hasDue;
    if (hasWork && !isFull && roomAtMs === null) this.#share.open(queueId, shape ?? shapeUntold(queueId));
    else this.#share.close(queueId);
    const tenantId = shape?.tenantId ?? queueId;
    const full = this.#full.get(tenantId) ?? new Set();
    if (hasWork && isFull) this.#full.set(tenantId, full.add(queueId));
    else if (full.delete(queueId) && full.size === 0) this.#full.delete(tenantId);
    this.#resting.delete(queueId);
    if (!hasWork && page.dueAtMs === null) this.#rest(page);
  }

  // What has nothing and expects nothing need not be remembered; of some that want care, or none, it is worth it.
  #rest(page: Page): void {
    this.#shutUntil(page, null);
    const { queueId, isCareful, isPlain } = page;
    if (!isCareful && !isPlain) {
      this.#pages.delete(queueId);
      return;
    }
    this.#resting.add(queueId);
    const [oldest] = this.#resting;
    if (oldest === undefined || this.#resting.size <= restingMax) return;
    this.#resting.delete(oldest);
    this.#pages.delete(oldest);
  }
}

// Lanes without work of which it is remembered what care they want.
const restingMax = 1_000;

// As if it were alone in a tenant of its own, until the first answer tells.
function shapeUntold(queueId: string): LaneShape {
  return { tenantId: queueId, tenantWeight: 1, priority: 0, weight: 1 };
}
