/** Whether work can be done: the database answers, and it takes a write. A read would also succeed on a demoted server. */
import type { Database } from '#engine/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Writes one message to the write-ahead log and flushes it; no table changes. Throws when that is not possible. */
export async function probeDatabase(database: Database): Promise<void> {
  await database.client.$queryRaw(
    Prisma.sql`/* probe_write */ select pg_logical_emit_message(true, 'taskflow', 'ready')::text as position`,
  );
}
