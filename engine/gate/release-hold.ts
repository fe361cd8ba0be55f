/** Takes a gate from the job that holds it, by an operator's hand. The job runs on. */
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { checkName, checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { wakeGates } from './wake-gates.ts';

export type ReleaseHoldInput = { gateId: string; jobId: string; reason: string; force?: boolean | null };

type Held = { kind: string; key: string; is_alive: boolean };

/**
 * While the worker of the job lives, the job believes that it is alone, so that asks for `force`; who is not sure cancels
 * the job, which frees all that it holds.
 */
export async function releaseHold(context: Context, input: ReleaseHoldInput): Promise<Outcome<{ gateId: string }>> {
  const refused = refuseUnless(context, 'job.operate');
  if (refused !== undefined) return refused;
  const { gateId, jobId, reason } = input;
  const unfit = [
    ...checkText({ value: reason, path: ['reason'] }),
    ...(reason.trim() === '' ? checkName({ value: reason, path: ['reason'] }) : []),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['work', 'news'], async (tx) => {
    const { client, tenantId } = tx;
    const [held] = await client.$queryRaw<Held[]>(Prisma.sql`/* lock_hold */
      select g.kind, g.key, exists (select from workers w where w.id = j.worker_id and w.lease_until > now()) as is_alive
      from holds h
      join gates g on g.tenant_id = h.tenant_id and g.id = h.gate_id
      join jobs j on j.tenant_id = h.tenant_id and j.id = h.job_id
      where h.tenant_id = ${tenantId}::uuid and h.gate_id = ${gateId}::uuid and h.job_id = ${jobId}::uuid and h.amount > 0`);
    if (held === undefined) return refuse('NOT_FOUND', 'this job does not hold this gate', ['job']);
    if (held.is_alive && input.force !== true)
      return refuse(
        'ILLEGAL_TRANSITION',
        'its worker lives and believes that it holds it: say force, or cancel the job',
        ['force'],
      );
    // Its row stays, so that nobody takes the job for one that started without.
    const { count } = await client.hold.updateMany({
      where: { tenantId, gateId, jobId, amount: { gt: 0 } },
      data: { amount: 0 },
    });
    if (count === 0) return refuse('NOT_FOUND', 'this job does not hold this gate', ['job']);
    await wakeGates(client, [{ tenantId, gateId }]);
    const payload = { job: publicId('job', jobId), kind: held.kind, key: held.key };
    const actor = actorName(context.actor);
    await appendEvents(tx, [{ type: 'gate.released', entityIds: [gateId], reason, actor, payloads: [payload] }]);
    return done({ gateId });
  });
}
