/**
 * The one door to PostgreSQL. Every process opens it under the role of its duty: the console as `web`
 * (one tenant at a time), the worker as `worker`, the live feed as `feed`. Nobody works as owner.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts';
import { isConnectionFault } from './faults.ts';

export type Duty = 'web' | 'worker' | 'feed' | 'owner';

export type DatabaseOptions = {
  /** A PostgreSQL URL whose user may take the duty's role. */
  url: string;
  duty: Duty;
  /** Connections held at most; the sum over all processes must stay below max_connections. */
  connectionsMax: number;
  /** Shown in pg_stat_activity. */
  name: string;
};

/** What PostgreSQL says to a statement: its rows, and how many of them it wrote or read. */
export type Answer = { rows: readonly unknown[]; count: number };

/** An open database. `client` is Prisma's; only files of engine/ touch it. */
export type Database = {
  client: PrismaClient;
  /**
   * Sends these statements as one transaction, in one round trip: none waits for the answer to the one before. Throws the
   * first fault; nothing is stored then.
   */
  together(statements: readonly Prisma.Sql[]): Promise<Answer[]>;
  url: string;
  duty: Duty;
  close(): Promise<void>;
};

/** What statements run on: the client itself, or the transaction that a command is in. */
export type Statements = PrismaClient | Prisma.TransactionClient;

// A claim or settle that needs longer than this has met a fault; a page that does is shed.
const statementTimeoutMs = { web: 10_000, worker: 30_000, feed: 10_000, owner: 60_000 };
// No command talks to anything but the database inside its transaction, so an idle one is a bug or a dead process.
const idleInTransactionTimeoutMs = 10_000;
const lockTimeoutMs = 8_000;
const connectTimeoutMs = 10_000;
// A server that is frozen or cut off ends no statement of its own accord. Its answer is given up a little later than it
// would have given up the statement itself.
const silenceMs = 2_000;

/** Opens the database lazily: the first statement connects. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax,
    application_name: options.name,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs[options.duty] + silenceMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // What is sent without waiting for an answer travels together.
    pipeline: true,
    options: sessionSettings(options.duty),
  });
  // A server that goes away says so on every connection, also on one that changes hands this very moment and that nobody
  // listens to. Whoever uses the connection next meets the fault; the process must not end of it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const names = new Map<string, string>();
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: () => undefined,
    onConnectionError: () => undefined,
    statementNameGenerator: ({ sql }) => statementName(names, sql),
  });
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' });
  return {
    client,
    together: (statements) => together(pool, names, statements),
    url: options.url,
    duty: options.duty,
    close: () => client.$disconnect(),
  };
}

async function together(
  pool: pg.Pool,
  names: Map<string, string>,
  statements: readonly Prisma.Sql[],
): Promise<Answer[]> {
  const client = await pool.connect();
  const sent = inOnePacket(client, () => [
    client.query('begin'),
    ...statements.map(({ text, values }) => client.query({ text, values, name: statementName(names, text) })),
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

/** What a session of this duty begins with: its role before all, and how long it may take over anything. */
export function sessionSettings(duty: Duty): string {
  const settings: Record<string, string | number> = {
    statement_timeout: statementTimeoutMs[duty],
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    timezone: 'UTC',
    jit: 'off',
  };
  if (duty !== 'owner') settings.role = `taskflow_${duty}`;
  // The worker's statements are batches by key. A plan made while a table was small must still be right when it is large.
  if (duty === 'worker')
    Object.assign(settings, {
      plan_cache_mode: 'force_generic_plan',
      enable_seqscan: 'off',
      enable_hashjoin: 'off',
      enable_mergejoin: 'off',
    });
  return Object.entries(settings)
    .map(([key, value]) => `-c ${key}=${value}`)
    .join(' ');
}
