/** Queues by their names. */
import type { Asking } from '#engine/store/connection/packets.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The ids of the named queues of a tenant, by name; an unknown name is simply absent. */
export async function findQueuesByName(
  client: Statements,
  tenantId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await client.$queryRaw<{ id: string; name: string }[]>(Prisma.sql`/* find_queues_by_name */
    select id, name
    from queues
    where tenant_id = ${tenantId}::uuid and name = any(${[...names]}::text[])`);
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** The ids of named queues of several tenants, by `<tenant> <name>`. */
export async function findQueuesOfTenants(
  client: Asking,
  queues: readonly { tenantId: string; name: string }[],
): Promise<Map<string, string>> {
  const tenantIds = uuidArray(queues.map(({ tenantId }) => tenantId));
  const rows = await client.$queryRaw<
    { tenant_id: string; id: string; name: string }[]
  >(Prisma.sql`/* find_queues_of_tenants */
    select q.tenant_id, q.id, q.name
    from unnest(${tenantIds}::text::uuid[], ${queues.map(({ name }) => name)}::text[]) as wanted (tenant_id, name)
    join queues q on q.tenant_id = wanted.tenant_id and q.name = wanted.name`);
  return new Map(rows.map(({ tenant_id, id, name }) => [`${tenant_id} ${name}`, id]));
}
