/** The tenants that somebody may enter, and who is asking. */
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Actor, Context } from '#engine/store/context.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { type TenantRow, tenantRow } from './tenant-rows.ts';

/** Who asks, and the tenant that the request is about, if it is about one. */
export type ViewerRow = { actor: Actor; tenant: TenantRow | undefined };

/** A page of the tenants that the actor may enter, by slug. Row level security leaves out all others. */
export async function listTenants(context: Context, request: PageRequest): Promise<Outcome<Connection<TenantRow>>> {
  const page = readPage(request, /^[a-z0-9-]{1,63}$/);
  if (!page.ok) return page;
  return await seeing(context, async (tx) => {
    const connection = await readConnection(tx, page.value, {
      read: async ({ after, take }) => {
        const where = after === undefined ? {} : { slug: { gt: after } };
        const tenants = await tx.client.tenant.findMany({ where, orderBy: { slug: 'asc' }, take });
        return tenants.map(tenantRow);
      },
      count: (take) => tx.client.tenant.count({ take }),
      keyOf: (tenant) => tenant.slug,
    });
    return done(connection);
  });
}

/** One tenant by id or slug; undefined when there is none that the actor may enter. */
export async function getTenant(
  context: Context,
  input: { id: string } | { slug: string },
): Promise<Outcome<TenantRow | undefined>> {
  const tenant = await seeing(context, (tx) => tx.client.tenant.findFirst({ where: input }));
  return done(tenant === null ? undefined : tenantRow(tenant));
}

/** Tenants by id, of those that the actor may enter. */
export async function loadTenants(context: Context, ids: readonly string[]): Promise<Map<string, TenantRow>> {
  const tenants = await seeing(context, (tx) =>
    tx.client.tenant.findMany({ where: { id: { in: [...ids] } }, take: pageBounds.loadBatchMax }),
  );
  return new Map(tenants.map((tenant) => [tenant.id, tenantRow(tenant)]));
}

/** Who asks; everybody may know that of themselves. */
export async function getViewer(context: Context): Promise<Outcome<ViewerRow>> {
  const { actor, tenantId } = context;
  if (tenantId === noTenantId) return done({ actor, tenant: undefined });
  const tenant = await getTenant(context, { id: tenantId });
  return tenant.ok ? done({ actor, tenant: tenant.value }) : tenant;
}

async function seeing<T>({ database, actor, tenantId }: Context, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const scope = {
    tenantId,
    platform: actor.permissions.has('platform.manage'),
    ...(actor.kind === 'user' ? { userId: actor.id } : {}),
  };
  return await transaction(database, scope, work);
}
