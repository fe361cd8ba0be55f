/** The lock under which jobs of capped queues are counted and claimed, and under which caps are changed. */
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/**
 * Holds until the transaction ends. What is read in a later statement of it is then true until that end: no job of a
 * capped queue starts meanwhile, and no cap changes.
 */
export async function lockLimitedClaims(client: Statements): Promise<void> {
  await client.$queryRaw(
    Prisma.sql`/* lock_limited_claims */ select pg_advisory_xact_lock(hashtext('taskflow.claim.limited')) is null as held`,
  );
}
