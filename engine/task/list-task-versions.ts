/** The versions of one task, the latest first. */
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { transaction } from '#engine/store/transaction.ts';
import { readTaskVersions } from './list-tasks.ts';
import type { TaskRow } from './task-rows.ts';

/** A page of the versions, without their handlers and schemas. */
export async function listTaskVersions(
  context: Context,
  request: PageRequest & { taskId: string },
): Promise<Outcome<Connection<TaskRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request, /^\d{1,9}$/);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const where = { taskId: request.taskId };
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        readTaskVersions(tx, {
          which: { ...where, ...(after === undefined ? {} : { number: { lt: Number(after) } }) },
          take,
        }),
      count: (take) => tx.client.taskVersion.count({ where: { tenantId: tx.tenantId, ...where }, take }),
      keyOf: (version) => String(version.version),
    });
    return done(connection);
  });
}
