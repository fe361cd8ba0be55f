/** The length of a rate's span. */
import { ratePers, rateWindowMs } from '#domain/rate/rate.ts';
import { Prisma } from '#prisma/generated/client.ts';

const branches = Prisma.raw(ratePers.map((per) => `when '${per}' then ${rateWindowMs[per]}`).join(' '));

/** In milliseconds, by the name of the span; null without one. */
export function windowMsOf(per: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(case ${per} ${branches} end)`;
}
