/**
 * The plugin `postgres-care`: one action per order, each a look at the database that the product itself runs on. It
 * stands for a foreign plugin, so it brings its own SQL and goes in by no door of the engine.
 */
import type pg from 'pg';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { adviceOn } from './postgres-care-advice.ts';
import { eventLogIntegrity } from './postgres-care-integrity.ts';

/** What a job asks for: `params.action`, its own settings beside it, on behalf of a tenant (bare uuid). */
export type Order = { tenantId: string; params: JsonObject };

export type CareAnswer = { result: Json } | { error: { type: string; message: string; retryable: boolean } };

type Action = (pool: pg.Pool, order: Order) => Promise<CareAnswer>;

const vacuumTimeoutMs = 60_000;
// Ratios of tiny tables say nothing.
const rowsWorthCounting = 100;
const listLength = 10;

const actions: Record<string, Action> = {
  'relation-sizes': relationSizes,
  'dead-tuples': deadTuples,
  'oldest-transaction': oldestTransaction,
  'event-log-integrity': async (pool, order) => ({
    result: await eventLogIntegrity(pool, order.tenantId, hoursOf(order)),
  }),
  connections,
  advise: async (_pool, { params }) => ({ result: adviceOn(isJsonObject(params.finding) ? params.finding : params) }),
  vacuum,
};

/** Carries out one order. What it cannot do is an answer; what the database cannot do is thrown. */
export async function careFor(pool: pg.Pool, order: Order): Promise<CareAnswer> {
  const name = order.params.action;
  const action = typeof name === 'string' && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) return refuseOrder('UNKNOWN_ACTION', `action is one of ${Object.keys(actions).join(', ')}`);
  return action(pool, order);
}

/** An answer that says: do not ask again. */
export function refuseOrder(type: string, message: string): CareAnswer {
  return { error: { type, message, retryable: false } };
}

async function relationSizes(pool: pg.Pool): Promise<CareAnswer> {
  const whole = await pool.query<{ bytes: number; size: string }>(`/* care_database_size */
    select pg_database_size(current_database())::float8 as bytes, pg_size_pretty(pg_database_size(current_database())) as size`);
  const tables = await pool.query<{ table: string; bytes: number; size: string; indexBytes: number; rows: number }>(
    `/* care_table_sizes */
    select relname as "table", pg_total_relation_size(oid)::float8 as bytes, pg_size_pretty(pg_total_relation_size(oid)) as size,
      pg_indexes_size(oid)::float8 as "indexBytes", greatest(reltuples, 0)::float8 as rows
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by 2 desc, 1
    limit $1`,
    [listLength],
  );
  const indexes = await pool.query<{ index: string; table: string; bytes: number; size: string; scans: number }>(
    `/* care_index_sizes */
    select indexrelname as "index", relname as "table", pg_relation_size(indexrelid)::float8 as bytes,
      pg_size_pretty(pg_relation_size(indexrelid)) as size, idx_scan::float8 as scans
    from pg_stat_user_indexes
    where schemaname = 'public'
    order by 3 desc, 1
    limit $1`,
    [listLength],
  );
  const { bytes = 0, size = '' } = whole.rows[0] ?? {};
  const largest = tables.rows[0];
  const summary = `The database takes ${size}; its largest table is ${largest?.table ?? 'none'} with ${largest?.size ?? 'nothing'}.`;
  return {
    result: {
      summary,
      databaseBytes: bytes,
      largest: largest?.table ?? null,
      tables: tables.rows,
      indexes: indexes.rows,
    },
  };
}

async function deadTuples(pool: pg.Pool): Promise<CareAnswer> {
  const { rows: tables } = await pool.query<{
    table: string;
    live: number;
    dead: number;
    ratio: number;
    lastVacuum: string | null;
  }>(
    `/* care_dead_tuples */
    select relname as "table", n_live_tup::float8 as live, n_dead_tup::float8 as dead,
      round(n_dead_tup::numeric / greatest(n_live_tup + n_dead_tup, 1), 3)::float8 as ratio,
      to_char(greatest(last_vacuum, last_autovacuum), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastVacuum"
    from pg_stat_user_tables
    where schemaname = 'public' and n_live_tup + n_dead_tup > 0
    order by n_dead_tup desc, relname
    limit $1`,
    [listLength],
  );
  const worth = tables.filter(({ live, dead }) => live + dead >= rowsWorthCounting && dead > 0);
  const worst = worth.toSorted((a, b) => b.ratio - a.ratio)[0];
  const summary =
    worst === undefined
      ? 'No table of notable size holds dead rows.'
      : `${Math.round(worst.ratio * 100)} % of the rows of ${worst.table} are dead (${worst.dead} of ${worst.live + worst.dead}).`;
  return { result: { summary, worst: worst?.table ?? null, deadRatio: worst?.ratio ?? 0, tables } };
}

async function oldestTransaction(pool: pg.Pool): Promise<CareAnswer> {
  const { rows } = await pool.query<{ ageSeconds: number; state: string | null; application: string; open: number }>(
    `/* care_oldest_transaction */
    select round(extract(epoch from clock_timestamp() - xact_start), 3)::float8 as "ageSeconds", state,
      application_name as application, count(*) over ()::int as open
    from pg_stat_activity
    where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
    order by xact_start
    limit 1`,
  );
  const oldest = rows[0];
  if (oldest === undefined) {
    return { result: { summary: 'No transaction is open.', ageSeconds: 0, state: null, application: null, open: 0 } };
  }
  const summary = `The oldest of ${oldest.open} open transactions is ${oldest.ageSeconds} s old: ${oldest.application || 'unnamed'}, ${oldest.state ?? 'in the background'}.`;
  return { result: { summary, ...oldest } };
}

async function connections(pool: pg.Pool): Promise<CareAnswer> {
  const { rows: byRole } = await pool.query<{
    role: string;
    application: string;
    used: number;
    active: number;
    max: number;
  }>(
    `/* care_connections */
    select coalesce(usename, 'none') as role, application_name as application, count(*)::int as used,
      count(*) filter (where state = 'active')::int as active, current_setting('max_connections')::int as max
    from pg_stat_activity
    where backend_type = 'client backend'
    group by 1, 2
    order by 3 desc, 1, 2
    limit 50`,
  );
  const max = byRole[0]?.max ?? 0;
  const used = byRole.reduce((sum, role) => sum + role.used, 0);
  const usedRatio = max === 0 ? 0 : Math.round((used / max) * 1_000) / 1_000;
  const summary = `${used} of ${max} connections are taken (${Math.round(usedRatio * 100)} %).`;
  return { result: { summary, used, max, usedRatio, byRole: byRole.map(({ max: _, ...role }) => role) } };
}

/** Vacuums one table of the product, named as the catalogue names it: nothing of the order is ever part of a statement. */
async function vacuum(pool: pg.Pool, { params }: Order): Promise<CareAnswer> {
  if (typeof params.table !== 'string') return refuseOrder('BAD_PARAMS', 'vacuum takes {table}: the name of one table');
  const found = await pool.query<{ name: string; quoted: string; allowed: boolean }>(
    `/* care_vacuum_target */
    select relname as name, format('%I.%I', nspname, relname) as quoted,
      pg_has_role(relowner, 'usage') as allowed
    from pg_class c
    join pg_namespace n on n.oid = relnamespace
    where nspname = 'public' and relkind = 'r' and relname = $1
    limit 1`,
    [params.table],
  );
  const target = found.rows[0];
  if (target === undefined) return refuseOrder('UNKNOWN_TABLE', `there is no table "${params.table.slice(0, 63)}"`);
  if (!target.allowed) return refuseOrder('NOT_ALLOWED', `this plugin may not vacuum ${target.name}`);
  const before = await deadRowsOf(pool, target.name);
  const startedMs = performance.now();
  const client = await pool.connect();
  try {
    await client.query(`set statement_timeout = ${vacuumTimeoutMs}`);
    await client.query(`vacuum (analyze) ${target.quoted}`);
  } finally {
    // Its settings are not those of the others.
    client.release(true);
  }
  const tookMs = Math.round(performance.now() - startedMs);
  const after = await deadRowsOf(pool, target.name);
  const summary = `${target.name} was vacuumed in ${tookMs} ms: ${before} dead rows before, ${after} after.`;
  return { result: { summary, table: target.name, deadBefore: before, deadAfter: after, tookMs } };
}

async function deadRowsOf(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ dead: number }>(
    `/* care_dead_rows_of */
    select n_dead_tup::float8 as dead from pg_stat_user_tables where schemaname = 'public' and relname = $1 limit 1`,
    [table],
  );
  return rows[0]?.dead ?? 0;
}

function hoursOf({ params }: Order): number {
  const { hours } = params;
  return typeof hours === 'number' && hours > 0 && hours <= 24 * 7 ? hours : 24;
}
