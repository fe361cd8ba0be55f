/** Ends schedules. Their ticks, jobs and runs stay. */
import { scheduleMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { recordUnplanned } from '#engine/schedule/plan/unplanned-instants.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { lockSchedules } from './schedules.ts';

/** Ends every schedule of the list or none; those already ended stay as they are. */
export async function deleteSchedules(
  context: Context,
  input: { ids: readonly string[] },
): Promise<Outcome<{ ids: string[] }>> {
  const forbidden = refuseUnless(context, 'schedule.edit');
  if (forbidden !== undefined) return forbidden;
  const actor = actorName(context.actor);
  return await hintedCommand(context, ['plan', 'news'], async (tx) => {
    const locked = await lockSchedules(tx, input.ids, (n) => ['ids', String(n)]);
    if (!locked.ok) return locked;
    const open = locked.value.filter((schedule) => schedule.state !== 'ENDED');
    await recordUnplanned(tx, open, { why: 'DELETED', actor });
    await tx.client.schedule.updateMany({
      where: {
        tenantId: tx.tenantId,
        id: { in: open.map((schedule) => schedule.id) },
        state: { in: sourcesOf(scheduleMoves, 'ENDED') },
      },
      data: { state: 'ENDED', nextAt: null, updatedAt: tx.now },
    });
    const events = (['ACTIVE', 'PAUSED'] as const).map(
      (from): NewEvent => ({
        type: 'schedule.ended',
        entityIds: open.filter((schedule) => schedule.state === from).map((schedule) => schedule.id),
        from,
        to: 'ENDED',
        reason: 'DELETED',
        actor,
      }),
    );
    await appendEvents(
      tx,
      events.filter((event) => event.entityIds.length > 0),
    );
    return done({ ids: [...input.ids] });
  });
}
