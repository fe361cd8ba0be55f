/** Connections to PostgreSQL under the role of a duty, and the limits that every session of it begins with. */
import pg from 'pg';

export type Duty = 'web' | 'worker' | 'feed' | 'owner';

export type PoolOptions = {
  /** A PostgreSQL URL whose user may take the duty's role. */
  url: string;
  duty: Duty;
  /** Connections held at most; the sum over all processes must stay below max_connections. */
  connectionsMax: number;
  /** Shown in pg_stat_activity. */
  name: string;
};

// A claim or settle that needs longer than this has met a fault; a page that does is shed.
const statementTimeoutMs = { web: 10_000, worker: 30_000, feed: 10_000, owner: 60_000 };
// No command talks to anything but the database inside its transaction, so an idle one is a bug or a dead process.
const idleInTransactionTimeoutMs = 10_000;
const lockTimeoutMs = 8_000;
const connectTimeoutMs = 10_000;
// A server that is frozen or cut off ends no statement of its own accord. Its answer is given up a little later than it
// would have given up the statement itself.
const silenceMs = 2_000;

/** Opens the pool: the first statement connects. */
export function openPool({ url, duty, connectionsMax, name }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    application_name: name,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs[duty] + silenceMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // What is sent without waiting for an answer travels together.
    pipeline: true,
    options: sessionSettings(duty),
  });
  // A server that goes away says so on every connection, also on one that changes hands this very moment and that nobody
  // listens to. Whoever uses the connection next meets the fault; the process must not end of it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
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
