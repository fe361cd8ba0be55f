/**
 * Inserts jobs in one round trip, on what the process has learned of their tasks and queues before. The statement itself
 * holds it against what is stored: where anything differs it changes nothing, and the caller asks first.
 */

import { queuedCapLock, takingRoom } from '#engine/queue/queued-room.ts';
import { findingPart, minutesAreLeft, takingPart } from '#engine/quota/quota-room.ts';
import { type Sent, sendAtOnce } from '#engine/store/at-once.ts';
import type { Context } from '#engine/store/context.ts';
import { isUniqueViolation } from '#engine/store/faults.ts';
import { type KeyedEntity, takenKeys, takingKeys } from '#engine/store/idempotency.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { gatesOf, insertingGates } from './insert-gates.ts';
import { insertJobsIf } from './insert-jobs.ts';
import type { NewJob } from './new-job.ts';

/** Jobs of one tenant, and what has to be true for them to be as they are. */
export type Guessed = {
  jobs: readonly NewJob[];
  /** The current version of each task by its name, and that it is not deprecated. */
  tasks: ReadonlyMap<string, string>;
  /** The id of each queue by its name. */
  queues: ReadonlyMap<string, string>;
  /** True when the tenant limits neither what waits nor what is made. */
  isUnlimited: boolean;
  operation: string;
  keys: readonly KeyedEntity[];
  actor: string;
};

const isAdmitted = Prisma.sql`(select holds from admitted)`;

/** Inserts all of the jobs with their keys, or none of them; undefined says that none was, and not why. */
export async function insertAtOnce(context: Context, guessed: Guessed): Promise<Sent | undefined> {
  const statement = insertJobsIf(guessed.jobs, guessed.actor, {
    finds: findings(context.tenantId, guessed),
    condition: isAdmitted,
  });
  if (statement === undefined) return undefined;
  try {
    const shares = [queuedCapLock(context.tenantId)];
    const queueIds = [...new Set(guessed.jobs.map(({ queueId }) => queueId))];
    const sent = await sendAtOnce(context, { topics: ['work', 'news'], queueIds, shares, statement });
    return sent.count > 0 ? sent : undefined;
  } catch (fault) {
    // Somebody took one of the keys meanwhile.
    if (guessed.keys.length > 0 && isUniqueViolation(fault)) return undefined;
    throw fault;
  }
}

// What this call has nothing of is left out: to set a statement up is a good part of what one job costs.
function findings(tenantId: string, { jobs, tasks, queues, isUnlimited, operation, keys }: Guessed): Prisma.Sql {
  const gates = gatesOf(jobs);
  const unless = (isEmpty: boolean, sql: Prisma.Sql) => (isEmpty ? Prisma.empty : sql);
  const hasNoKeys = keys.length === 0;
  const isTrue = Prisma.sql`coalesce(${earliestOf(jobs)}::timestamptz > now(), true)
        and ${areCurrent(tenantId, tasks)}
        ${unless(queues.size === 0, Prisma.sql`and ${areThere(tenantId, queues)}`)}
        ${unless(hasNoKeys, Prisma.sql`and not ${takenKeys(tenantId, operation, keys)}`)}`;
  return Prisma.sql`${isUnlimited ? admittedFreely(tenantId, isTrue) : admittedByRoom(tenantId, { more: jobs.length, isTrue })}
    ${unless(hasNoKeys, Prisma.sql`, keyed as (${takingKeys(tenantId, operation, keys)} where ${isAdmitted})`)}
    ${unless(gates.length === 0, Prisma.sql`, gated as (${insertingGates(gates, isAdmitted)})`)}`;
}

function admittedFreely(tenantId: string, isTrue: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`admitted as materialized (
      select max_queued_jobs is null and not has_quotas and ${isTrue} as holds
      from tenants
      where id = ${tenantId}::uuid
    )`;
}

function admittedByRoom(tenantId: string, { more, isTrue }: { more: number; isTrue: Prisma.Sql }): Prisma.Sql {
  return Prisma.sql`guess as materialized (
      select max_queued_jobs as cap, has_quotas, ${isTrue} and (not has_quotas or ${minutesAreLeft(tenantId)}) as holds
      from tenants
      where id = ${tenantId}::uuid
    ),
    part as materialized (
      ${findingPart({ tenantId, more, when: Prisma.sql`(select has_quotas and holds from guess)` })}
    ),
    fitting as materialized (
      select cap, has_quotas, holds and (not has_quotas or exists (select from part)) as holds from guess
    ),
    room as (
      ${takingRoom({ tenantId, more, cap: Prisma.sql`(select cap from fitting where holds)` })}
    ),
    admitted as materialized (
      select holds and (cap is null or exists (select from room)) as holds from fitting
    ),
    spent as (
      ${takingPart({
        tenantId,
        more,
        part: Prisma.sql`(select part from part)`,
        when: Prisma.sql`(select f.has_quotas and a.holds from fitting f cross join admitted a)`,
      })}
    )`;
}

function earliestOf(jobs: readonly NewJob[]): string | null {
  const instants = jobs.flatMap(({ runAt }) => (runAt ? [runAt.getTime()] : []));
  return instants.length === 0 ? null : new Date(Math.min(...instants)).toISOString();
}

// These are looked up one by one: the plan is made once, maybe before there were many, and must be right for a thousand of
// ten thousand.
function areCurrent(tenantId: string, tasks: ReadonlyMap<string, string>): Prisma.Sql {
  return Prisma.sql`(
          select count(*)
          from unnest(${[...tasks.keys()]}::text[], ${uuidArray([...tasks.values()])}::text::uuid[]) as w (name, version_id)
          cross join lateral (
            select
            from tasks t
            join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
            where t.tenant_id = ${tenantId}::uuid and t.name = w.name and t.deprecated_at is null and v.id = w.version_id
            limit 1
          ) t
        ) = ${tasks.size}`;
}

function areThere(tenantId: string, queues: ReadonlyMap<string, string>): Prisma.Sql {
  return Prisma.sql`(
          select count(*)
          from unnest(${[...queues.keys()]}::text[], ${uuidArray([...queues.values()])}::text::uuid[]) as w (name, id)
          cross join lateral (
            select from queues q where q.tenant_id = ${tenantId}::uuid and q.name = w.name and q.id = w.id limit 1
          ) q
        ) = ${queues.size}`;
}
