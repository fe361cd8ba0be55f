/** Says of a task that nothing new is to be made of it, or takes that back. What is arranged with it goes on. */
import { taskBounds } from '#domain/bounds/task.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { StoredTask } from './task-rows.ts';

/** Deprecates a task. Saying the same again changes nothing. */
export async function deprecateTask(
  context: Context,
  { id, reason }: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'task.edit');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: reason, path: ['reason'], lengthMax: taskBounds.deprecationReasonLengthMax });
  if (unfit.length > 0) return refuseAll(unfit);
  const why = reason?.trim() || null;
  return await change(context, id, (tx, task) =>
    task.deprecatedAt !== null && task.deprecatedReason === why
      ? undefined
      : {
          type: 'task.deprecated',
          columns: {
            deprecatedAt: task.deprecatedAt ?? tx.now,
            deprecatedBy: actorName(context.actor),
            deprecatedReason: why,
          },
        },
  );
}

/** Takes a deprecation back. A task that is not deprecated stays as it is. */
export async function undeprecateTask(context: Context, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'task.edit');
  if (forbidden !== undefined) return forbidden;
  return await change(context, id, (_, task) =>
    task.deprecatedAt === null
      ? undefined
      : {
          type: 'task.undeprecated',
          columns: { deprecatedAt: null, deprecatedBy: null, deprecatedReason: null },
        },
  );
}

type Change = {
  type: 'task.deprecated' | 'task.undeprecated';
  columns: Pick<StoredTask, 'deprecatedAt' | 'deprecatedBy' | 'deprecatedReason'>;
};

async function change(
  context: Context,
  id: string,
  decide: (tx: Transaction, task: StoredTask) => Change | undefined,
): Promise<Outcome<{ id: string }>> {
  return await hintedCommand(context, ['news'], async (tx) => {
    const [task] = await tx.client.$queryRaw<StoredTask[]>(Prisma.sql`/* lock_task_by_id */
      select id, name, deprecated_at as "deprecatedAt", deprecated_by as "deprecatedBy",
        deprecated_reason as "deprecatedReason"
      from tasks
      where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid
      for no key update`);
    if (task === undefined) return refuse('NOT_FOUND', 'there is no such task', ['id']);
    const decided = decide(tx, task);
    if (decided === undefined) return done({ id });
    const { type, columns } = decided;
    await tx.client.task.updateMany({ where: { tenantId: tx.tenantId, id }, data: columns });
    await appendEvents(tx, [
      {
        type,
        entityIds: [id],
        actor: actorName(context.actor),
        reason: columns.deprecatedReason,
        payloads: [{ name: task.name }],
      },
    ]);
    return done({ id });
  });
}
