/** Statements that go to PostgreSQL together, as one transaction: none waits for the answer to the one before. */
import type pg from 'pg';
import { isConnectionFault } from '#engine/store/faults.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** What PostgreSQL says to a statement: its rows, and how many of them it wrote or read. */
export type Answer = { rows: readonly unknown[]; count: number };

/** Throws the first fault; nothing is stored then. `nameOf` is what a statement is planned under. */
export async function sendTogether(
  pool: pg.Pool,
  statements: readonly Prisma.Sql[],
  nameOf: (sql: string) => string,
): Promise<Answer[]> {
  const client = await pool.connect();
  const sent = inOnePacket(client, () => [
    client.query('begin'),
    ...statements.map(({ text, values }) => client.query({ text, values, name: nameOf(text) })),
    client.query('commit'),
  ]);
  const answers = await Promise.allSettled(sent);
  const fault = answers.find((answer) => answer.status === 'rejected');
  // The server ended the transaction at the commit, whatever went wrong; a connection that is cut is not to be had again.
  client.release(fault !== undefined && isConnectionFault(fault.reason));
  if (fault !== undefined) throw fault.reason;
  return answers
    .slice(1, -1)
    .flatMap((answer) =>
      answer.status === 'fulfilled' ? [{ rows: answer.value.rows, count: answer.value.rowCount ?? 0 }] : [],
    );
}

// Each packet wakes the server by itself, which costs more than all that is in it.
function inOnePacket<T>(client: pg.PoolClient, send: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}
