/** Removes a pool that nothing needs any more. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { lockTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { gateIdOf } from '#engine/task/needs-of-job.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Uses = { task: string | null; is_held: boolean; is_waited_at: boolean };

/**
 * Refused while the latest version of a task names it, and while a job holds of it or waits at it. Jobs of older
 * versions that have not come to it yet run without it.
 */
export async function deletePool(context: Context, { name }: { name: string }): Promise<Outcome<{ name: string }>> {
  const refused = refuseUnless(context, 'queue.edit');
  if (refused !== undefined) return refused;
  const outcome = await command(context, async (tx) => {
    const { client, tenantId } = tx;
    await lockTenantClaims(client, tenantId);
    const id = gateIdOf(tenantId, { kind: 'POOL', key: name, ownerId: null });
    // Locked against a registration that names it this moment.
    const [pool] = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* lock_pool */
      select id from gates where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and kind = 'POOL' for update`);
    if (pool === undefined) return refuse('NOT_FOUND', `there is no pool "${name}"`, ['name']);
    const [uses] = await client.$queryRaw<Uses[]>(Prisma.sql`/* find_uses_of_pool */
      select
        (
          select t.name
          from tasks t
          join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
          where t.tenant_id = ${tenantId}::uuid and v.needs -> 'resources' -> ${name}::text is not null
          limit 1
        ) as task,
        exists (select from holds where tenant_id = ${tenantId}::uuid and gate_id = ${id}::uuid and amount > 0) as is_held,
        exists (select from jobs where tenant_id = ${tenantId}::uuid and gate_id = ${id}::uuid) as is_waited_at`);
    const message = usesSaid(uses);
    if (message !== undefined) return refuse('ILLEGAL_TRANSITION', message, ['name']);
    await client.gate.delete({ where: { tenantId_id: { tenantId, id } } });
    const actor = actorName(context.actor);
    await appendEvents(tx, [{ type: 'gate.removed', entityIds: [id], actor, payloads: [{ name }] }]);
    return done({ name });
  });
  if (outcome.ok) context.hints.send('news');
  return outcome;
}

function usesSaid(uses: Uses | undefined): string | undefined {
  if (uses === undefined) return undefined;
  if (uses.task !== null) return `the task "${uses.task}" needs it: register a version without it first`;
  if (uses.is_held) return 'a running job holds of it';
  return uses.is_waited_at ? 'a job waits for it' : undefined;
}
