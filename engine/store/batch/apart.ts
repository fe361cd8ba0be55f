/**
 * Batches of items that do not share a fate. A batch is done together, in one transaction; only when that throws it is
 * parted, and what throws is parted again, until it stands alone. All others are done by then, whoever they belong to.
 * A batch whose runs would take too much together throws for that (HeavyPass), and comes apart the same way; its work
 * sees to it that an item alone never does.
 */
import { codesOf, isConnectionFault, isRetryableFault } from '#engine/store/faults.ts';

// A busy machine makes a good item slow, too; one that is slow alone and again is slow by itself.
export const slowTriesMax = 3;
// What a person reads in a row of a list; the log has all of it.
export const faultTextLengthMax = 500;
// A batch that throws is parted into so many: 500 items come apart in three levels, the first of which frees most of them.
export const partsPerFault = 8;

/** An item that throws when it is alone. */
export type Poisoned<Item> = { item: Item; fault: unknown };

export type Parted<Item, Result> = {
  /** What the work handed back for each part that went through. */
  results: Result[];
  poisoned: Poisoned<Item>[];
  /** Neither done nor to blame: the database is away, or others hold what they need. The caller tries them again. */
  left: Item[];
  /** Why they were left. */
  fault: unknown;
};

/**
 * Does the work for all items, in as few parts as their faults allow. The work does all of a part or nothing. Throws
 * never. `begin` is 'parted' when all of them together threw already.
 */
export async function eachApart<Item extends { tenantId: string }, Result>(
  items: readonly Item[],
  work: (part: readonly Item[]) => Promise<Result>,
  begin: 'whole' | 'parted' = 'whole',
): Promise<Parted<Item, Result>> {
  const parted: Parted<Item, Result> = { results: [], poisoned: [], left: [], fault: undefined };
  // Level by level: a part that takes long to throw waits behind all those that may not throw at all.
  const open = items.length === 0 ? [] : begin === 'parted' ? split(items) : [{ items, tries: 1 }];
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    try {
      parted.results.push(await work(part.items));
    } catch (fault) {
      const blame = blameFor(fault);
      if (blame === 'database') {
        parted.left.push(...[part, ...open].flatMap((one) => one.items));
        parted.fault = fault;
        break;
      }
      const [only] = part.items;
      if (part.items.length > 1) open.push(...split(part.items));
      else if (blame === 'slow' && part.tries < slowTriesMax) open.push({ ...part, tries: part.tries + 1 });
      else if (blame === 'race') {
        parted.left.push(...part.items);
        parted.fault = fault;
      } else if (only !== undefined) parted.poisoned.push({ item: only, fault });
    }
  }
  return parted;
}

/** Hands back what was done; throws the fault that left items undone, for a caller who comes back to them by himself. */
export function unlessLeft<Item, Result>(parted: Parted<Item, Result>): Parted<Item, Result> {
  if (parted.left.length > 0) throw parted.fault;
  return parted;
}

/** True when a fault may be that of one item, so that a batch is worth parting. */
export function mayBeOfAnItem(fault: unknown): boolean {
  return blameFor(fault) !== 'database';
}

/** The sentence of a fault, short enough to be stored and shown. */
export function faultSentence(fault: unknown): string {
  const message = fault instanceof Error ? fault.message : String(fault);
  // What PostgreSQL said, without the call of ours around it.
  const said = /\bMessage: `([^`]+)`/.exec(message)?.[1] ?? message;
  // A NUL or half a character cannot be stored, and storing the reason must not be what fails.
  return said
    .replaceAll('\0', ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toWellFormed()
    .slice(0, faultTextLengthMax)
    .toWellFormed();
}

type Part<Item> = { items: readonly Item[]; tries: number };
type Blame = 'database' | 'race' | 'slow' | 'item';

// Class 42: the tables are not those that this release was made for. 53: no disk, no connection to spare. 58: the system.
const databaseFault = /^(42\w{3}|53[134]\w{2}|58\w{3}|P2021|P2022|P2024)$/;
// A lock that was not to be had in time is held by somebody, who will let go of it.
const raceFault = /^55P03$/;
// Ran into the limit of a statement, of its transaction, or of the memory there was just now.
const slowFault = /^(57014|P2028|53200)$/;

function blameFor(fault: unknown): Blame {
  if (isRetryableFault(fault)) return 'race';
  if (isConnectionFault(fault)) return 'database';
  const codes = codesOf(fault);
  if (codes.some((code) => databaseFault.test(code))) return 'database';
  if (codes.some((code) => raceFault.test(code))) return 'race';
  if (!codes.some((code) => slowFault.test(code))) return 'item';
  // Without a free connection nothing was begun.
  return fault instanceof Error && /unable to start a transaction/i.test(fault.message) ? 'database' : 'slow';
}

// Sorted by tenant: what one tenant poisoned lies together, and the parts of all others go through at the next try.
function split<Item extends { tenantId: string }>(items: readonly Item[]): Part<Item>[] {
  const sorted = items.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : a.tenantId > b.tenantId ? 1 : 0));
  const size = Math.ceil(sorted.length / partsPerFault);
  const parts: Part<Item>[] = [];
  for (let at = 0; at < sorted.length; at += size) parts.push({ items: sorted.slice(at, at + size), tries: 1 });
  return parts;
}
