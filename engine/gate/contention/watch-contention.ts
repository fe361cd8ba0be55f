/**
 * The watch over contention: one alert for each mutex and pool at which most of those that come have to wait. Raised once, and
 * resolved when it is over.
 */
import { gateBounds } from '#domain/bounds/gate.ts';
import { alertedKinds, type ContentionLook, judgeContention, sayContention } from '#domain/gate/contention.ts';
import { type GateKind, gateNames } from '#domain/gate/gate.ts';
import { alertSeverities, lockContention } from '#domain/sla/alert-kinds.ts';
import { resolveAlerts } from '#engine/alert/resolve-alerts.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { eachApart, mayBeOfAnItem, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { isOfLastMinutes } from './count-comers.ts';

const actor = 'system:contention-watch';

/** Where the next look at alerts goes on; null: at the beginning. */
export type ContentionCursor = { tenantId: string; gateId: string } | null;
export type ContentionWatch = { raised: number; resolved: number; cursor: ContentionCursor };

type Seen = Omit<ContentionLook, 'isAlerted'> & { tenantId: string; gateId: string };
type Contended = Seen & { kind: GateKind; key: string };
type Alerted = Seen & { alertId: string };

const nobody = '00000000-0000-0000-0000-000000000000';

/** Looks at the gates that are contended, and again at a page of those about which an alert stands. */
export async function watchContention(database: Database, cursor: ContentionCursor = null): Promise<ContentionWatch> {
  const alerted = await readAlerted(database.client, cursor);
  const over = alerted.filter((gate) => judgeContention({ ...gate, isAlerted: true }) === 'resolve');
  const contended = await readContended(database.client);
  const bad = contended.filter((gate) => judgeContention({ ...gate, isAlerted: false }) === 'raise');
  await together(over, (part) =>
    dutyTransaction(database, (client) => resolveAlerts(client, part.map(alertOf), { reason: 'it is over', actor })),
  );
  await together(bad, (part) => dutyTransaction(database, (client) => raise(client, part)));
  const last = alerted.at(-1);
  return {
    raised: bad.length,
    resolved: over.length,
    cursor: last === undefined || alerted.length < gateBounds.contentionPerPassMax ? null : last,
  };
}

// An alert that cannot be stored is tried again at the next look; all others are raised meanwhile.
async function together<Item extends { tenantId: string }>(
  items: readonly Item[],
  work: (part: readonly Item[]) => Promise<void>,
): Promise<void> {
  if (items.length === 0) return;
  try {
    await work(items);
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
    const { poisoned } = unlessLeft(await eachApart(items, work, 'parted'));
    for (const one of poisoned) throw one.fault;
  }
}

/** Gates without an alert that stands. What came before somebody closed the last one does not count again. */
async function readContended(client: Statements): Promise<Contended[]> {
  return await client.$queryRaw<Contended[]>(Prisma.sql`/* find_contended_gates */
    select m.tenant_id as "tenantId", m.gate_id as "gateId", g.kind, g.key, sum(m.came)::int as came, sum(m.waited)::int as waited,
      true as "isWaitedAt"
    from gate_minutes m
    join gates g on g.tenant_id = m.tenant_id and g.id = m.gate_id
    where ${isOfLastMinutes} and g.kind = any(${[...alertedKinds]}::text[])
      and not exists (
        select from alerts a
        where a.tenant_id = m.tenant_id and a.gate_id = m.gate_id and (a.state = 'OPEN' or a.resolved_at > m.minute)
      )
    group by m.tenant_id, m.gate_id, g.kind, g.key
    having sum(m.came) >= ${gateBounds.contentionComersMin}::int and sum(m.waited) > ${gateBounds.contentionRaisedAbove}::float8 * sum(m.came)
    order by m.tenant_id, m.gate_id
    limit ${gateBounds.contentionPerPassMax}`);
}

async function readAlerted(client: Statements, cursor: ContentionCursor): Promise<Alerted[]> {
  return await client.$queryRaw<Alerted[]>(Prisma.sql`/* find_contention_alerts */
    select a.tenant_id as "tenantId", a.gate_id as "gateId", a.id as "alertId", coalesce(c.came, 0) as came, coalesce(c.waited, 0) as waited,
      exists (select from jobs j where j.tenant_id = a.tenant_id and j.gate_id = a.gate_id) as "isWaitedAt"
    from (
      select tenant_id, gate_id, id
      from alerts
      where state = 'OPEN' and gate_id is not null
        and (tenant_id, gate_id) > (${cursor?.tenantId ?? nobody}::uuid, ${cursor?.gateId ?? nobody}::uuid)
      order by tenant_id, gate_id
      limit ${gateBounds.contentionPerPassMax}
    ) a
    cross join lateral (
      select sum(m.came)::int as came, sum(m.waited)::int as waited
      from gate_minutes m
      where m.tenant_id = a.tenant_id and m.gate_id = a.gate_id and ${isOfLastMinutes}
    ) c
    order by a.tenant_id, a.gate_id`);
}

async function raise(client: Statements, gates: readonly Contended[]): Promise<void> {
  const severity = alertSeverities[lockContention];
  const rows = gates.map((gate) => ({
    tenant_id: gate.tenantId,
    id: newId(),
    message: sayContention({ ...gate, kind: gateNames[gate.kind] }),
    gate_id: gate.gateId,
  }));
  const raised = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* raise_contention_alerts */
    insert into alerts (tenant_id, id, kind, state, severity, message, subject_id, gate_id, raised_at)
    select tenant_id, id, ${lockContention}, 'OPEN', ${severity}, message, id, gate_id, now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (tenant_id uuid, id uuid, message text, gate_id uuid)
    order by tenant_id, gate_id
    on conflict do nothing
    returning id`);
  const stored = new Set(raised.map(({ id }) => id));
  const events = rows
    .filter(({ id }) => stored.has(id))
    .map(
      ({ tenant_id: tenantId, id, message }): NewEvent => ({
        tenantId,
        type: 'alert.raised',
        entityIds: [id],
        to: 'OPEN',
        reason: lockContention,
        actor,
        payloads: [{ severity, message }],
      }),
    );
  await appendEvents({ client, tenantId: '' }, events);
}

function alertOf({ tenantId, alertId }: Alerted): { tenantId: string; id: string } {
  return { tenantId, id: alertId };
}
