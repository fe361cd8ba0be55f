/** Barriers made of PostgreSQL's own locks: a test holds a row, waits until others queue up behind it, and lets go. */
import pg from 'pg';
import type { Database } from '#engine/store/database.ts';

export type HeldRows = { release(): Promise<void> };

/** Locks rows of a table by id, or all the room of tenants, until released. */
export async function holdRows(
  ownerUrl: string,
  table: 'jobs' | 'runs' | 'workers' | 'tenants' | 'queues' | 'queued_room',
  ids: readonly string[],
): Promise<HeldRows> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('begin');
  const key = table === 'queued_room' ? 'tenant_id' : 'id';
  await client.query(`select from ${table} where ${key} = any($1::uuid[]) order by ${key} for update`, [ids]);
  return {
    release: async () => {
      await client.query('commit');
      await client.end();
    },
  };
}

/** Which of these rows nobody holds at this moment. */
export async function freeRows(owner: Database, table: 'jobs' | 'runs', ids: readonly string[]): Promise<string[]> {
  const rows = await owner.client.$queryRawUnsafe<{ id: string }[]>(
    `select id from ${table} where id = any($1::uuid[]) order by id for update skip locked`,
    [...ids],
  );
  return rows.map(({ id }) => id);
}

// Whoever is not waiting by then never will.
const waitMsMax = 7_000;

/** Resolves when this many sessions of the database wait for a lock. */
export async function whenWaiting(owner: Database, sessions: number): Promise<void> {
  const deadline = performance.now() + waitMsMax;
  while (performance.now() < deadline) {
    const [row] = await owner.client.$queryRaw<{ waiting: number }[]>`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if ((row?.waiting ?? 0) >= sessions) return;
  }
  throw new Error(`${sessions} sessions should wait for a lock by now`);
}
