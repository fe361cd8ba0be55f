/** Ids carry the time at which they were drawn: a span of time is a span of ids, which every index ends with. */
import { Prisma } from '#prisma/generated/client.ts';

// Ids carry the time of the machine that drew them, which may run ahead of or behind the database's clock by this.
const idClockSkewMsMax = 5 * 60_000;

/** Conditions on the id of rows made within the span, generous by the skew of clocks: the exact condition is asked beside it. */
export function idSpan(span: { afterMs?: number | undefined; beforeMs?: number | undefined }): Prisma.Sql[] {
  const parts: Prisma.Sql[] = [];
  if (span.afterMs !== undefined) parts.push(Prisma.sql`id >= ${firstIdOf(span.afterMs - idClockSkewMsMax)}::uuid`);
  if (span.beforeMs !== undefined) parts.push(Prisma.sql`id < ${firstIdOf(span.beforeMs + idClockSkewMsMax)}::uuid`);
  return parts;
}

/** Conditions that an instant lies at or after one and before another. */
export function instantSpan(
  column: Prisma.Sql,
  afterMs: number | undefined,
  beforeMs: number | undefined,
): Prisma.Sql[] {
  const parts: Prisma.Sql[] = [];
  if (afterMs !== undefined) parts.push(Prisma.sql`${column} >= ${new Date(afterMs)}`);
  if (beforeMs !== undefined) parts.push(Prisma.sql`${column} < ${new Date(beforeMs)}`);
  return parts;
}

/** The smallest id that can have been drawn at this instant: 48 bits of milliseconds and nothing else. */
export function firstIdOf(ms: number): string {
  const hex = Math.max(0, Math.min(Math.ceil(ms), 2 ** 48 - 1))
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
