/** Ends groups that are over, and what was still on its way about them. */

import { deliveryMoves, sourcesOf } from '#domain/machines.ts';
import { publicId } from '#domain/value/ids.ts';
import { tellResolved } from '#engine/alert/resolve-alerts.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { DueNotice } from './due-notices.ts';
import { isOfGroup } from './happenings.ts';
import { noticesActor } from './keep-notices.ts';

/** Closes them, and resolves the alerts that they raised themselves. Those of others are closed by whoever raised them. */
export async function closeNotices(client: Statements, over: readonly DueNotice[]): Promise<void> {
  if (over.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* close_notices */
    update notices n
    set over_at = now(), look_at = null
    from unnest(${uuidArray(over.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(over.map(({ id }) => id))}::text::uuid[])
      as o (tenant_id, id)
    where n.tenant_id = o.tenant_id and n.id = o.id`);
  const own = over.filter(({ on }) => isOfGroup(on));
  if (own.length === 0) return;
  const resolved = await client.$queryRaw<{ tenantId: string; id: string }[]>(Prisma.sql`/* resolve_group_alerts */
    update alerts a
    set state = 'RESOLVED', resolved_at = now()
    from unnest(${uuidArray(own.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(own.map(({ id }) => id))}::text::uuid[])
      as o (tenant_id, notice_id)
    join notice_alerts n on n.tenant_id = o.tenant_id and n.notice_id = o.notice_id
    where a.tenant_id = n.tenant_id and a.id = n.alert_id and a.state = 'OPEN'
    returning a.tenant_id as "tenantId", a.id`);
  await tellResolved(client, resolved, { reason: 'it did not happen again', actor: noticesActor });
}

type Untold = { over: readonly DueNotice[]; silenced: readonly DueNotice[] };

/**
 * What did not get through yet is not told any more: of what is over, but for what waits for the end of quiet hours and
 * for the summary then; of what somebody has acknowledged, all of it.
 */
export async function giveUpUntold(client: Statements, { over, silenced }: Untold): Promise<void> {
  const seen = [...over.filter(({ wasAcknowledged }) => wasAcknowledged), ...silenced];
  const rest = over.filter(({ wasAcknowledged }) => !wasAcknowledged);
  const open = sourcesOf(deliveryMoves, 'GIVEN_UP');
  await giveUp(client, { notices: seen, states: open, why: 'somebody has acknowledged it' });
  await giveUp(client, {
    notices: rest,
    states: open.filter((state) => state === 'FAILED'),
    why: 'it was over before it got through',
  });
}

type GivingUp = { notices: readonly DueNotice[]; states: readonly string[]; why: string };
type GivenUp = { tenantId: string; id: string; from: string; channelId: string; subject: string };

async function giveUp(client: Statements, { notices, states, why }: GivingUp): Promise<void> {
  if (notices.length === 0) return;
  const given = await client.$queryRaw<GivenUp[]>(Prisma.sql`/* give_up_untold */
    with untold as (
      select d.tenant_id, d.id, d.state
      from unnest(${uuidArray(notices.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(notices.map(({ id }) => id))}::text::uuid[])
        as n (tenant_id, notice_id)
      join deliveries d on d.tenant_id = n.tenant_id and d.notice_id = n.notice_id
      where d.state = any(${arrayOf(states)}::text::delivery_state[]) and (d.lease_until is null or d.lease_until <= now())
      order by d.tenant_id, d.id
      for update of d
    )
    update deliveries d
    set state = 'GIVEN_UP', ended_at = now(), due_at = null, error = ${why}
    from untold u
    where d.tenant_id = u.tenant_id and d.id = u.id
    returning d.tenant_id as "tenantId", d.id, u.state::text as "from", d.channel_id as "channelId", d.subject`);
  await appendEvents(
    { client, tenantId: '' },
    given.map(
      ({ tenantId, id, from, channelId, subject }): NewEvent => ({
        tenantId,
        type: 'delivery.given-up',
        entityIds: [id],
        from,
        to: 'GIVEN_UP',
        reason: why,
        actor: noticesActor,
        payloads: [{ channel: publicId('channel', channelId), message: subject }],
      }),
    ),
  );
}
