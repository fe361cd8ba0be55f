/**
 * Moments of the database, as PostgreSQL's snapshots name them: which transactions were over then. Of any two moments
 * one covers the other, and whoever waited for a transaction's lock is over only in moments in which that one is, too.
 */
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Over are all transactions below `end` but the `running` ones. */
export type Snapshot = { end: bigint; running: readonly bigint[] };

/** Before the first transaction. */
export const beforeEverything: Snapshot = { end: 1n, running: [] };

/** The present moment: what a later statement reads shows all that is over in it. */
export async function snapshotNow(client: Statements): Promise<Snapshot> {
  const [row] = await client.$queryRaw<{ snapshot: string }[]>(
    Prisma.sql`/* snapshot_now */ select pg_current_snapshot()::text as snapshot`,
  );
  const [, end = '', running = ''] = row?.snapshot.split(':') ?? [];
  if (end === '') throw new Error('snapshot_now answered nothing');
  return { end: BigInt(end), running: running === '' ? [] : running.split(',').map(BigInt) };
}

/** The snapshot as PostgreSQL writes it. */
export function postgresText({ end, running }: Snapshot): string {
  return `${running[0] ?? end}:${end}:${running.join(',')}`;
}

/** The first transaction that was not over. */
export function oldestOpen({ end, running }: Snapshot): bigint {
  return running[0] ?? end;
}

/** True when the transaction was over. */
export function isOverIn({ end, running }: Snapshot, transactionId: bigint): boolean {
  return transactionId < end && !running.includes(transactionId);
}

/** True when everything that was over in the earlier moment is over in the later one. */
export function covers(later: Snapshot, earlier: Snapshot): boolean {
  return (
    later.end >= earlier.end && later.running.every((open) => open >= earlier.end || earlier.running.includes(open))
  );
}

/** True when both are the same moment, as far as anybody can tell. */
export function isSameMoment(one: Snapshot, other: Snapshot): boolean {
  return covers(one, other) && covers(other, one);
}

/** The latest moment that all of these cover; they must be at least one. */
export function commonPast(moments: readonly [Snapshot, ...Snapshot[]]): Snapshot {
  let { end } = moments[0];
  for (const moment of moments) if (moment.end < end) end = moment.end;
  const running = new Set(moments.flatMap((moment) => moment.running.filter((open) => open < end)));
  return { end, running: [...running].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) };
}

/** Short text for cursors: base 36, the running ones as distances from the first. */
export function printSnapshot(snapshot: Snapshot): string {
  const first = oldestOpen(snapshot);
  const distances = snapshot.running.map((open) => (open - first).toString(36));
  return `${first.toString(36)}-${(snapshot.end - first).toString(36)}-${distances.join('_')}`;
}

const part = '[0-9a-z]{1,13}';
const pattern = new RegExp(`^(${part})-(${part})-((?:${part}(?:_${part})*)?)$`);
// Transaction ids and row numbers are 63 bits wide at most.
const numberMax = 2n ** 63n - 1n;

/** The snapshot that a text stands for; undefined when it stands for none. */
export function parseSnapshot(text: string): Snapshot | undefined {
  const parts = pattern.exec(text);
  if (parts === null) return undefined;
  const [, first = '', length = '', distances = ''] = parts;
  const start = fromBase36(first);
  const end = start + fromBase36(length);
  const running = distances === '' ? [] : distances.split('_').map((distance) => start + fromBase36(distance));
  const isAscending = running.every(
    (open, n) => open < end && (n === 0 ? open === start : open > (running[n - 1] ?? open)),
  );
  const isWhole = running.length > 0 || end === start;
  return start >= 1n && end <= numberMax && isAscending && isWhole ? { end, running } : undefined;
}

/** Reads a number in base 36. */
export function fromBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
