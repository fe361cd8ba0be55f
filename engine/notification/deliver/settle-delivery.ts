/** Writes down what became of a message that was sent, or could not be. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import { type DeliveryState, deliveryMoves, sourcesOf } from '#domain/machines.ts';
import { heldUntilMs } from '#domain/notification/quiet-hours.ts';
import { retryAfterMs } from '#domain/notification/retry-ladder.ts';
import { severities } from '#domain/sla/alert-kinds.ts';
import { publicId } from '#domain/value/ids.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';

/** How a sending ended. `isFinal`: what is refused today is refused tomorrow. */
export type SendOutcome =
  | { ok: true; answer: string }
  | { ok: false; error: string; answer?: string; isFinal: boolean };

const actor = 'system:deliveries';

type Next = { state: DeliveryState; dueAt: Date | null };

/** Settles it; false when somebody else has taken it meanwhile, and nothing was written. */
export async function settleDelivery(
  database: Database,
  delivery: ClaimedDelivery,
  outcome: SendOutcome,
): Promise<boolean> {
  return await transaction(database, delivery.tenantId, async ({ client, now }) => {
    const next = nextOf(delivery, outcome, now.getTime());
    const [settled] = await client.$queryRaw<{ from: string }[]>(Prisma.sql`/* settle_delivery */
      with held as (
        select tenant_id, id, state
        from deliveries
        where tenant_id = ${delivery.tenantId}::uuid and id = ${delivery.id}::uuid and fence = ${delivery.fence}
          and state = any(${arrayOf(sourcesOf(deliveryMoves, next.state))}::text::delivery_state[]) and lease_until is not null
        for update
      )
      update deliveries d
      set state = ${next.state}::delivery_state, due_at = ${next.dueAt}, lease_until = null,
        ended_at = ${next.dueAt === null ? now : null}, answer = ${cut(outcome.answer)},
        error = ${outcome.ok ? null : cut(outcome.error)}
      from held h
      where d.tenant_id = h.tenant_id and d.id = h.id
      returning h.state::text as "from"`);
    if (settled === undefined) return false;
    const ended = { ...delivery, from: settled.from, to: next.state, reason: outcome.ok ? null : cut(outcome.error) };
    await tell(client, [ended]);
    if (delivery.kind === 'SUMMARY' && next.dueAt === null) await settleSummed(client, ended);
    return true;
  });
}

function nextOf(delivery: ClaimedDelivery, outcome: SendOutcome, nowMs: number): Next {
  if (outcome.ok) return { state: 'SENT', dueAt: null };
  // Whoever tries a channel looks at the answer, and tries again by hand.
  const waitMs = outcome.isFinal || delivery.kind === 'TEST' ? undefined : retryAfterMs(delivery.tries);
  if (waitMs === undefined) return { state: 'GIVEN_UP', dueAt: null };
  const atMs = nowMs + waitMs;
  const severity = severities.find((one) => one === delivery.severity) ?? 'CRITICAL';
  // A summary is what quiet hours end with, and follows no other.
  const quiet = delivery.kind === 'SUMMARY' ? null : delivery.quiet;
  const heldMs = heldUntilMs(quiet, { severity, timeZone: delivery.timeZone, atMs });
  return heldMs === undefined ? { state: 'FAILED', dueAt: new Date(atMs) } : { state: 'HELD', dueAt: new Date(heldMs) };
}

type Ended = Pick<ClaimedDelivery, 'tenantId' | 'id' | 'channelId' | 'subject'> & {
  from: string;
  to: DeliveryState;
  reason: string | null;
};

const types = {
  SENT: 'delivery.sent',
  FAILED: 'delivery.failed',
  HELD: 'delivery.failed',
  GIVEN_UP: 'delivery.given-up',
  PENDING: 'delivery.released',
} as const satisfies Record<DeliveryState, NewEvent['type']>;

async function tell(client: Statements, ended: readonly Ended[]): Promise<void> {
  await appendEvents(
    { client, tenantId: '' },
    ended.map(
      ({ tenantId, id, channelId, subject, from, to, reason }): NewEvent => ({
        tenantId,
        type: types[to],
        entityIds: [id],
        from,
        to,
        reason,
        actor,
        payloads: [{ channel: publicId('channel', channelId), message: subject }],
      }),
    ),
  );
}

/** What a summary tells of shares its fate. */
async function settleSummed(client: Statements, { tenantId, id, to, reason }: Ended): Promise<void> {
  const summed = await client.$queryRaw<Ended[]>(Prisma.sql`/* settle_summed_deliveries */
    update deliveries
    set state = ${to}::delivery_state, ended_at = now(), error = ${reason}
    where tenant_id = ${tenantId}::uuid and summary_id = ${id}::uuid and state = 'HELD'
    returning tenant_id as "tenantId", id, channel_id as "channelId", subject, 'HELD' as "from"`);
  await tell(
    client,
    summed.map((one) => ({ ...one, to, reason })),
  );
}

function cut(text: string | undefined): string | null {
  if (text === undefined) return null;
  const { answerLengthMax } = notificationBounds;
  return text.replaceAll('\u0000', '\ufffd').toWellFormed().slice(0, answerLengthMax).toWellFormed();
}
