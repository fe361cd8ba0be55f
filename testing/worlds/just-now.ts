import { Prisma } from '#prisma/generated/client.ts';

/**
 * The latest stored instant that is certainly past. Columns keep whole milliseconds and round, so that a plain `now()`
 * may be stored as up to half a millisecond ahead of the statement that asks next.
 */
export const justNow = Prisma.sql`date_trunc('milliseconds', now())`;
