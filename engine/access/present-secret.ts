/** Shows PostgreSQL the hash of a secret: row level security then lets the transaction see, or write, the token it belongs to. */
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Holds until the transaction ends. */
export async function presentSecret(tx: Transaction, hash: Buffer): Promise<void> {
  await tx.client.$queryRaw(
    Prisma.sql`/* present_secret */ select set_config('app.secret_hash', ${hash.toString('hex')}, true)`,
  );
}
