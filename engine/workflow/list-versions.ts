/** The published versions of one workflow, the latest first. */
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { transaction } from '#engine/store/transaction.ts';
import type { WorkflowVersionRow } from './list-workflows.ts';

const columns = {
  id: true,
  workflowId: true,
  number: true,
  stepCount: true,
  createdBy: true,
  createdAt: true,
  note: true,
};

/** A page of the versions, without their texts. */
export async function listVersions(
  context: Context,
  request: PageRequest & { workflowId: string },
): Promise<Outcome<Connection<WorkflowVersionRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request, /^\d{1,9}$/);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const where = { tenantId: tx.tenantId, workflowId: request.workflowId };
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        tx.client.workflowVersion.findMany({
          where: { ...where, ...(after === undefined ? {} : { number: { lt: Number(after) } }) },
          select: columns,
          orderBy: { number: 'desc' },
          take,
        }),
      count: (take) => tx.client.workflowVersion.count({ where, take }),
      keyOf: (version) => String(version.number),
    });
    return done(connection);
  });
}
