/** Makes a pool of resources, or says how much there is of it. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkInteger, checkName } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { wakeGates } from '#engine/gate/wake-gates.ts';
import { lockTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { gateIdOf } from '#engine/task/needs-of-job.ts';

export type UpsertPoolInput = { name: string; capacity: number };

/**
 * The same name again changes the pool. What is acknowledged holds for every later start; jobs that hold more than there
 * is now keep it until they end. A job that needs more than there is waits, and is passed by those that need less.
 */
export async function upsertPool(context: Context, input: UpsertPoolInput): Promise<Outcome<{ id: string }>> {
  const refused = refuseUnless(context, 'queue.edit');
  if (refused !== undefined) return refused;
  const unfit = [
    ...checkName({ value: input.name, path: ['name'] }),
    ...checkInteger({ value: input.capacity, path: ['capacity'], min: 0, max: gateBounds.capacityMax }),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['work', 'news'], async (tx) => {
    const { client, tenantId } = tx;
    await lockTenantClaims(client, tenantId);
    const { name, capacity } = input;
    const id = gateIdOf(tenantId, { kind: 'POOL', key: name, ownerId: null });
    const where = { tenantId_id: { tenantId, id } };
    const before = await client.gate.findUnique({ where, select: { id: true } });
    if (before === null) {
      const pools = await client.gate.count({ where: { tenantId, kind: 'POOL' }, take: gateBounds.poolsMax });
      if (pools >= gateBounds.poolsMax)
        return refuse('LIMIT_REACHED', `a tenant has at most ${gateBounds.poolsMax} pools`, ['name']);
    }
    await client.gate.upsert({
      where,
      create: { tenantId, id, kind: 'POOL', key: name, capacity, createdAt: tx.now, changedAt: tx.now },
      update: { capacity, changedAt: tx.now },
    });
    await wakeGates(client, [{ tenantId, gateId: id }]);
    const actor = actorName(context.actor);
    await appendEvents(tx, [{ type: 'gate.resized', entityIds: [id], actor, payloads: [{ name, capacity }] }]);
    return done({ id });
  });
}
