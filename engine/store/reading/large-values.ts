/**
 * Values of up to megabytes, loaded for many rows at once: the database adds up their sizes and sends none beyond a
 * bound, so that nobody fills this process by asking for all of them.
 */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Payloads, variables or definitions that one loader holds at once: as much as an answer may have.
const largeValuesSizeBytesMax = 10 * 1024 * 1024;

/** What every row of such a statement tells besides its values. */
export type Sized = { isOver: boolean };

/**
 * Wraps a select of rows with an `id`, the values and their `size` in bytes: rows beyond the bound come without values.
 * `name` is the statement's, `values` the columns.
 */
export function upToBound(name: string, values: readonly string[], rows: Prisma.Sql): Prisma.Sql {
  const kept = values.map((value) => `case when upto <= ${largeValuesSizeBytesMax} then "${value}" end as "${value}"`);
  return Prisma.sql`${Prisma.raw(`/* ${name} */`)}
    select id, upto > ${Prisma.raw(String(largeValuesSizeBytesMax))} as "isOver", ${Prisma.raw(kept.join(', '))}
    from (select sized.*, sum(size) over (order by id) as upto from (${rows}) sized) added`;
}

/** The rows, or that they are too large together. `what` names the values and how to ask for fewer. */
export function allOrNone<Row extends Sized>(
  rows: ReadonlyMap<string, Row>,
  what: string,
): Outcome<ReadonlyMap<string, Row>> {
  if ([...rows.values()].every(({ isOver }) => !isOver)) return done(rows);
  return refuse(
    'TOO_LARGE',
    `${what} that were asked for have more than ${largeValuesSizeBytesMax} bytes together; ask for a smaller page with \`first\`, or for them one by one`,
  );
}
