/**
 * A transaction whose statements travel in packets: what is asked for in one go, before anything is awaited, is sent
 * together and answered in order. A dialogue of two steps then waits for the server twice, however many statements it is.
 */
import type pg from 'pg';
import { assert } from '#domain/unreachable.ts';
import { isConnectionFault } from '#engine/store/faults.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** What statements may be sent on: Prisma's client, a transaction of it, or packets. */
export type Asking = {
  $queryRaw<T>(statement: Prisma.Sql): Promise<T>;
  $executeRaw(statement: Prisma.Sql): Promise<number>;
};

type Named = { text: string; values: unknown[]; name: string };

/** Sends statements as they come on whatever takes queries. */
export function askingOf(
  to: { query(query: Named): Promise<pg.QueryResult> },
  nameOf: (sql: string) => string,
): Asking {
  const ask = ({ text, values }: Prisma.Sql) => to.query({ text, values, name: nameOf(text) });
  return {
    $queryRaw: async <Rows>(statement: Prisma.Sql) => (await ask(statement)).rows as Rows,
    $executeRaw: async (statement) => (await ask(statement)).rowCount ?? 0,
  };
}

/**
 * Runs the work in one transaction. It calls `commit` in one go with its last statements, which are stored when the
 * promises of all are kept; without that call nothing is stored. `nameOf` is what a statement is planned under.
 */
export async function inPackets<T>(
  pool: pg.Pool,
  nameOf: (sql: string) => string,
  work: (asking: Asking, commit: () => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const send = packer(client);
  let isEnded = false;
  let isReleased = false;
  const query = <T>(ask: () => Promise<T>): Promise<T> => {
    assert(!isReleased, 'nothing is asked on a connection that others may have by now');
    return send(ask);
  };
  const asking = askingOf({ query: (named) => query(() => client.query(named)) }, nameOf);
  let fault: unknown;
  const begun = send(() => client.query('begin'));
  // Met where the work awaits its statements, which fail with it.
  begun.catch(() => undefined);
  try {
    return await work(asking, () => {
      isEnded = true;
      return query(() => client.query('commit'));
    });
  } catch (thrown) {
    fault = thrown;
    throw thrown;
  } finally {
    isReleased = true;
    if (!isEnded) await client.query('rollback').catch(() => undefined);
    client.release(fault !== undefined && isConnectionFault(fault));
  }
}

// Each packet wakes the server by itself, which costs more than what is in it: what is sent in one go is held together.
function packer(client: pg.PoolClient): <T>(send: () => Promise<T>) => Promise<T> {
  const { stream } = client.connection;
  let isOpen = false;
  return (send) => {
    if (!isOpen) {
      isOpen = true;
      stream.cork();
      queueMicrotask(() => {
        isOpen = false;
        stream.uncork();
      });
    }
    return send();
  };
}
