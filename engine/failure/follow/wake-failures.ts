/** What happens to failures by the clock alone: a snooze ends, and hours that no chart shows any more are forgotten. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { failureMoves, sourcesOf } from '#domain/machines.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actor } from './record-failures.ts';

type Woken = { tenant_id: string; id: string; event_id: string };

/** Reopens failures whose snooze has ended; hands back how many. */
export async function wakeFailures(database: Database): Promise<number> {
  const [due] = await database.client.$queryRaw<{ is_due: boolean }[]>(Prisma.sql`/* find_due_snoozes */
    select exists (select from failures where state = 'SNOOZED' and snoozed_until <= now()) as is_due`);
  return due?.is_due === true ? await dutyTransaction(database, wakeDue) : 0;
}

async function wakeDue(client: Statements): Promise<number> {
  const woken = await client.$queryRaw<Woken[]>(Prisma.sql`/* wake_failures */
    with due as materialized (
      select tenant_id, id
      from failures
      where state = 'SNOOZED' and snoozed_until <= now()
      order by tenant_id, id
      limit ${failureBounds.wokenPerPassMax}
      for update skip locked
    )
    update failures f
    set state = 'OPEN', snoozed_until = null, event_ids = f.event_ids || nextval('events_id_seq')
    from due d
    where f.tenant_id = d.tenant_id and f.id = d.id and f.state = any(${arrayOf(sourcesOf(failureMoves, 'OPEN'))}::text::failure_state[])
    returning f.tenant_id, f.id, f.event_ids[cardinality(f.event_ids)]::text as event_id`);
  await appendEvents(
    { client, tenantId: '' },
    woken.map(({ tenant_id: tenantId, id, event_id: eventId }) => {
      const own = { tenantId, id: BigInt(eventId), entityIds: [id], actor, from: 'SNOOZED', to: 'OPEN' };
      return { ...own, type: 'failure.reopened', reason: 'its snooze has ended' } as const;
    }),
  );
  return woken.length;
}

/** Forgets a bounded number of old hours. */
export async function forgetFailureHours({ client }: Pick<Database, 'client'>): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* forget_failure_hours */
    delete from failure_hours
    where ctid = any(array(
      select ctid from failure_hours where hour < now() - ${failureBounds.hoursKeptMax}::int * interval '1 hour' order by hour
      limit ${failureBounds.hoursForgottenPerPassMax}
    ))`);
}
