/** Pauses schedules. Once the pause is acknowledged nothing fires: the planner needs the same row locks. */
import { scheduleMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { recordUnplanned } from '#engine/schedule/plan/unplanned-instants.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { lockSchedules, refuseEnded } from './schedules.ts';

/** Pauses every schedule of the list or none; those already paused stay as they are. */
export async function pauseSchedules(
  context: Context,
  input: { ids: readonly string[] },
): Promise<Outcome<{ ids: string[] }>> {
  const forbidden = refuseUnless(context, 'schedule.operate');
  if (forbidden !== undefined) return forbidden;
  const actor = actorName(context.actor);
  return await hintedCommand(context, ['plan', 'news'], async (tx) => {
    const locked = await lockSchedules(tx, input.ids, (n) => ['ids', String(n)]);
    if (!locked.ok) return locked;
    const ended = refuseEnded(locked.value, input.ids);
    if (ended !== undefined) return ended;
    const active = locked.value.filter((schedule) => schedule.state === 'ACTIVE');
    await recordUnplanned(tx, active, { why: 'PAUSED', actor });
    const ids = active.map((schedule) => schedule.id);
    await tx.client.schedule.updateMany({
      where: { tenantId: tx.tenantId, id: { in: ids }, state: { in: sourcesOf(scheduleMoves, 'PAUSED') } },
      data: {
        state: 'PAUSED',
        nextAt: null,
        updatedAt: tx.now,
        pausedAt: tx.now,
        pausedBy: actor,
        pausedReason: null,
      },
    });
    if (ids.length > 0)
      await appendEvents(tx, [{ type: 'schedule.paused', entityIds: ids, from: 'ACTIVE', to: 'PAUSED', actor }]);
    return done({ ids: [...input.ids] });
  });
}
