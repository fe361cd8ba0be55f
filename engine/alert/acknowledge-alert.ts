/** Says that somebody has seen an alert and sees to it: it still stands, and nobody is told of it any more. */
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Acknowledges an open alert, once. */
export async function acknowledgeAlert(
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const { id, reason } = input;
  const forbidden = refuseUnless(context, 'alert.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: reason, path: ['reason'] });
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['news'], async (tx) => {
    const where = { tenantId: tx.tenantId, id, state: 'OPEN' as const, acknowledgedAt: null };
    const count = await acknowledge(tx, { where, actor: context.actor, reason });
    const alert = await tx.client.alert.findUnique({
      where: { tenantId_id: { tenantId: tx.tenantId, id } },
      select: { state: true, jobId: true },
    });
    if (alert === null) return refuse('NOT_FOUND', 'there is no such alert', ['id']);
    if (alert.state !== 'OPEN') return refuse('ILLEGAL_TRANSITION', `the alert is ${alert.state} already`, ['id']);
    if (count === 0) return refuse('ILLEGAL_TRANSITION', 'somebody has acknowledged the alert already', ['id']);
    await appendEvents(tx, [
      {
        type: 'alert.acknowledged',
        entityIds: [id],
        reason: reason ?? `acknowledged by ${context.actor.name}`,
        actor: actorName(context.actor),
        payloads: [alert.jobId === null ? {} : { job: publicId('job', alert.jobId) }],
      },
    ]);
    return done({ id });
  });
}

type Acknowledging = { where: Prisma.AlertWhereInput; actor: Context['actor']; reason: string | null | undefined };

/** Notes who has seen the alerts; hands back how many they were. */
export async function acknowledge(tx: Transaction, { where, actor, reason }: Acknowledging): Promise<number> {
  const { count } = await tx.client.alert.updateMany({
    where,
    data: { acknowledgedAt: tx.now, acknowledgedBy: actorName(actor), acknowledgedReason: reason ?? null },
  });
  return count;
}
