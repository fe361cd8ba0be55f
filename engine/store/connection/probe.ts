/** Whether work can be done: the database answers, and it takes a write. A read would also succeed on a demoted server. */

import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Whoever asks for health does so every few seconds and needs an answer, not the truth about a slow disk.
const answerMsMax = 3_000;

/** Whether it can be written to, now: a database that does not answer in time is as good as none. */
export async function isWritable(database: Database): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, answerMsMax, false);
  const written = probeDatabase(database).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([written, late]);
  clearTimeout(timer);
  return answer;
}

/** Writes one message to the write-ahead log and flushes it; no table changes. Throws when that is not possible. */
export async function probeDatabase(database: Database): Promise<void> {
  await database.client.$queryRaw(
    Prisma.sql`/* probe_write */ select pg_logical_emit_message(true, 'taskflow', 'ready')::text as position`,
  );
}
