/** A token's line of makers, from whoever made it back to the person or duty that no token made. */
import { accessBounds } from '#domain/bounds/access.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** `root`: the first maker, as the event log names them; a token when the line is broken or too long to be followed. */
export type Lineage = { root: string; length: number };

/**
 * Follows the line within the tenant of the transaction and on the platform, whose tokens a transaction of any tenant
 * may see for this.
 */
export async function readLineage(tx: Transaction, tokenId: string): Promise<Lineage> {
  await seePlatformTokens(tx);
  const [row] = await tx.client.$queryRaw<Lineage[]>(Prisma.sql`/* read_lineage */
    with recursive line (made_by, n) as (
      select created_by, 1 from api_tokens where id = ${tokenId}::uuid
      union all
      select t.created_by, l.n + 1
      from line l
      join api_tokens t on t.id = substring(l.made_by from '^token:([0-9a-f-]{36})$')::uuid
      where l.n < ${accessBounds.tokenLineageMax}
    )
    select made_by as root, n as length from line order by n desc limit 1`);
  return row ?? { root: `token:${tokenId}`, length: 0 };
}

/** Lets a transaction of a tenant see the tokens of the platform, which work in every tenant, until it ends. */
export async function seePlatformTokens({ client }: Pick<Transaction, 'client'>): Promise<void> {
  await client.$queryRaw(Prisma.sql`/* see_platform_tokens */ select set_config('app.platform', 'on', true)`);
}
