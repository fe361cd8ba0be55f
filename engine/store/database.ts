/**
 * The one door to PostgreSQL. Every process opens it under the role of its duty: the console as `web`
 * (one tenant at a time), the worker as `worker`, the live feed as `feed`. Nobody works as owner.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts';
import { type Asking, askingOf, inPackets } from './connection/packets.ts';
import { type Duty, openPool, type PoolOptions } from './connection/pool.ts';
import { type Answer, sendTogether } from './connection/together.ts';

/** An open database. `client` is Prisma's, over the connections of the pool; only files of engine/ touch either. */
export type Database = {
  readonly client: PrismaClient;
  readonly pool: pg.Pool;
  /** Sends each statement by itself, planned once per connection, without Prisma in between: for the hottest of them. */
  readonly direct: Asking;
  /**
   * Sends these statements as one transaction, in one round trip: none waits for the answer to the one before. Throws the
   * first fault; nothing is stored then.
   */
  together(statements: readonly Prisma.Sql[]): Promise<Answer[]>;
  /** A transaction whose statements go in packets: see `inPackets`. */
  inPackets<T>(work: (asking: Asking, commit: () => Promise<unknown>) => Promise<T>): Promise<T>;
  readonly url: string;
  readonly duty: Duty;
  close(): Promise<void>;
};

/** What statements run on: the client itself, or the transaction that a command is in. */
export type Statements = PrismaClient | Prisma.TransactionClient;

/** Opens the database lazily: the first statement makes the client, which takes a while, and connects. */
export function openDatabase(options: PoolOptions): Database {
  const pool = openPool(options);
  const names = new Map<string, string>();
  let client: PrismaClient | undefined;
  return {
    get client() {
      client ??= clientOf(pool, names);
      return client;
    },
    pool,
    direct: askingOf(pool, (sql) => statementName(names, sql)),
    together: (statements) => sendTogether(pool, statements, (sql) => statementName(names, sql)),
    inPackets: (work) => inPackets(pool, (sql) => statementName(names, sql), work),
    url: options.url,
    duty: options.duty,
    close: async () => {
      await client?.$disconnect();
      // A client that never asked for anything leaves the pool as it is.
      if (!pool.ending) await pool.end();
    },
  };
}

function clientOf(pool: pg.Pool, names: Map<string, string>): PrismaClient {
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: () => undefined,
    onConnectionError: () => undefined,
    statementNameGenerator: ({ sql }) => statementName(names, sql),
  });
  return new PrismaClient({ adapter, errorFormat: 'minimal' });
}

// Named statements are planned once per connection. The bound keeps a stray generated text from filling memory.
const statementNamesMax = 2_000;

function statementName(names: Map<string, string>, sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= statementNamesMax) return '';
  const named = /^\s*\/\* ([a-z0-9_]+) \*\//.exec(sql);
  const name = `${named?.[1] ?? 'q'}_${names.size}`;
  names.set(sql, name);
  return name;
}
