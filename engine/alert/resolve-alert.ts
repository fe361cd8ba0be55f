/** Closes an alert by hand: somebody has seen to it, whatever became of the work. */

import { alertMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { acknowledge } from './acknowledge-alert.ts';

/** Resolves an open alert. The breach it tells of is never raised a second time. */
export async function resolveAlert(
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const { id, reason } = input;
  const forbidden = refuseUnless(context, 'alert.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: reason, path: ['reason'] });
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['news'], async (tx) => {
    const open = { tenantId: tx.tenantId, id, state: { in: sourcesOf(alertMoves, 'RESOLVED') } };
    // Whoever closes it has seen it: nobody is told of it any more, not even that it is over.
    await acknowledge(tx, { where: { ...open, acknowledgedAt: null }, actor: context.actor, reason });
    const { count } = await tx.client.alert.updateMany({
      where: open,
      data: { state: 'RESOLVED', resolvedAt: tx.now },
    });
    const alert = await tx.client.alert.findUnique({
      where: { tenantId_id: { tenantId: tx.tenantId, id } },
      select: { state: true, jobId: true },
    });
    if (alert === null) return refuse('NOT_FOUND', 'there is no such alert', ['id']);
    if (count === 0) return refuse('ILLEGAL_TRANSITION', `the alert is ${alert.state} already`, ['id']);
    await appendEvents(tx, [
      {
        type: 'alert.resolved',
        entityIds: [id],
        from: 'OPEN',
        to: 'RESOLVED',
        reason: reason ?? `resolved by ${context.actor.name}`,
        actor: actorName(context.actor),
        payloads: [alert.jobId === null ? {} : { job: publicId('job', alert.jobId) }],
      },
    ]);
    return done({ id });
  });
}
