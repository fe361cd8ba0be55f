/**
 * What is known of a log: how many lines it has, and those lines of it that were read, some blocks of them around what
 * is shown. The rest is asked for when it comes into view.
 */
import type { LogLine } from './log-scope.ts';

/** Lines are asked for in blocks of so many: a few screens. */
export const blockSize = 100;
// Some megabytes; what lies furthest from what is shown is let go.
export const blocksKeptMax = 100;

export type LogTotals = { lines: number; debug: number; info: number; warn: number; error: number };

export type LogBook = {
  /** How many lines there are of the level that is shown. */
  count: number;
  totals: LogTotals;
  blocks: ReadonlyMap<number, readonly (LogLine | undefined)[]>;
};

export type LogPage = { nodes: readonly LogLine[]; totalCount: number; totals: LogTotals };

const nothing: LogTotals = { lines: 0, debug: 0, info: 0, warn: 0, error: 0 };

/** A log of which nothing was read yet. */
export const emptyBook: LogBook = { count: 0, totals: nothing, blocks: new Map() };

/** The line at an index; undefined when it was not read yet. */
export function lineAt({ blocks }: LogBook, index: number): LogLine | undefined {
  return blocks.get(Math.floor(index / blockSize))?.[index % blockSize];
}

/** The book with a page that was read. What was heard of meanwhile stays. */
export function withPage(book: LogBook, { nodes, totalCount, totals }: LogPage): LogBook {
  const blocks = withLines(book.blocks, nodes);
  const isNewer = totals.lines >= book.totals.lines;
  return { blocks, count: Math.max(book.count, totalCount), totals: isNewer ? totals : book.totals };
}

/**
 * The book with lines that were just written; what comes again changes nothing. A line where another one was read means
 * that one was written late and moved those behind it: they are read anew.
 */
export function withNews(book: LogBook, lines: readonly LogLine[]): LogBook {
  const fresh = lines.filter((line) => !isSame(lineAt(book, line.index), line));
  if (fresh.length === 0) return book;
  const moved = fresh.find(({ index }) => lineAt(book, index) !== undefined);
  const kept = moved === undefined ? book.blocks : before(book.blocks, moved.index);
  const totals = { ...book.totals };
  const news = fresh.filter(({ index }) => index >= book.count);
  for (const { level } of news) {
    totals.lines += 1;
    totals[totalOf[level]] += 1;
  }
  const count = fresh.reduce((most, { index }) => Math.max(most, index + 1), book.count);
  return { blocks: withLines(kept, fresh), count, totals };
}

const totalOf = { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** The first lines of those in view that are to be asked for, at most two blocks; undefined when all are there. */
export function missingIn(
  book: LogBook,
  view: { from: number; to: number },
): { from: number; first: number } | undefined {
  const last = Math.min(view.to, book.count - 1);
  for (let index = Math.max(0, view.from); index <= last; index += 1) {
    if (lineAt(book, index) !== undefined) continue;
    const from = Math.floor(index / blockSize) * blockSize;
    const isNextMissing = lineAt(book, from + blockSize) === undefined && from + blockSize <= last;
    return { from, first: isNextMissing ? 2 * blockSize : blockSize };
  }
  return undefined;
}

/** The book without the blocks that lie far from what is shown, once there are many. */
export function keptAround(book: LogBook, index: number): LogBook {
  if (book.blocks.size <= blocksKeptMax) return book;
  const here = Math.floor(index / blockSize);
  const nearest = [...book.blocks].toSorted(([a], [b]) => Math.abs(a - here) - Math.abs(b - here));
  return { ...book, blocks: new Map(nearest.slice(0, blocksKeptMax / 2)) };
}

function isSame(known: LogLine | undefined, line: LogLine): boolean {
  if (known === undefined) return false;
  return known.number === line.number && known.fence === line.fence && known.stepKey === line.stepKey;
}

function before(blocks: LogBook['blocks'], index: number): LogBook['blocks'] {
  return new Map([...blocks].filter(([block]) => (block + 1) * blockSize <= index));
}

function withLines(blocks: LogBook['blocks'], lines: readonly LogLine[]): LogBook['blocks'] {
  if (lines.length === 0) return blocks;
  const next = new Map(blocks);
  for (const [number, part] of Map.groupBy(lines, ({ index }) => Math.floor(index / blockSize))) {
    const block = [...(next.get(number) ?? [])];
    for (const line of part) block[line.index % blockSize] = line;
    next.set(number, block);
  }
  return next;
}
