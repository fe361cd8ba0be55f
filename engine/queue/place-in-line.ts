/** Where jobs stand in the line of their queue, and how one steps out of it to wait at a gate. */
import { priorityPointMs } from '#domain/lane/rank.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Beyond every rank that an instant and a priority make.
export const asideBy = Prisma.raw('1152921504606846976');

/** The rank of a job that is due at an instant. */
export function rankSql(dueAt: string, priority: string): string {
  return `(extract(epoch from ${dueAt}) * 1000)::bigint - ${priority} * ${priorityPointMs}`;
}

/** True of a row of jobs that waits at no gate. */
export const isInLine = Prisma.raw(`rank < ${asideBy.sql}`);
/** Of the row `j`: its rank when it is back in line, at a gate, and when it is due now. */
export const rankInLine = Prisma.raw(`case when j.gate_id is null then j.rank else j.rank - ${asideBy.sql} end`);
export const rankAside = Prisma.raw(`case when j.gate_id is null then j.rank + ${asideBy.sql} else j.rank end`);
export const rankAtOnce = Prisma.raw(rankSql('now()', 'j.priority'));
