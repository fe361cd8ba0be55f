/** Queues by their names. */
import type { Statements } from '#engine/store/database.ts';
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
