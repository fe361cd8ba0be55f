/**
 * A clock of a test: a database that tells another time than its machine. Taskflow asks the database alone for the time,
 * so the whole product lives at it.
 */
import pg from 'pg';

export type DatabaseClock = {
  /** Moves the clock on to the next such time of day, UTC; hands back by how many milliseconds it is ahead now. */
  moveOnTo(timeOfDay: string): Promise<number>;
};

// Names are looked up here first: before pg_catalog, in every connection that is opened from now on.
const arrangement = `
  create schema test_clock;
  grant usage on schema test_clock to public;
  do $$ begin execute format('alter database %I set search_path = test_clock, pg_catalog, public', current_database()); end $$;
`;

/** Gives a database a clock of its own, before anybody else opens it. */
export async function openDatabaseClock(databaseUrl: string): Promise<DatabaseClock> {
  let aheadMs = 0;
  await run(databaseUrl, (client) => client.query(arrangement + clockAhead(aheadMs)));
  return {
    moveOnTo: async (timeOfDay) => {
      const { rows } = await run(databaseUrl, (client) =>
        client.query<{ ms: number }>(
          `select extract(epoch from at - now())::float8 * 1000 as ms
          from (select date_trunc('day', now(), 'UTC') + day * interval '1 day' + $1::interval as at from generate_series(0, 1) as day) next
          where at > now() order by at limit 1`,
          [timeOfDay],
        ),
      );
      aheadMs += Math.round(rows[0]?.ms ?? 0);
      await run(databaseUrl, (client) => client.query(clockAhead(aheadMs)));
      return aheadMs;
    },
  };
}

function clockAhead(ms: number): string {
  const clock = (name: string, kind: string) => `
    create or replace function test_clock.${name}() returns timestamptz language sql ${kind}
    as $$ select pg_catalog.${name}() + interval '${ms} milliseconds' $$;`;
  return clock('now', 'stable') + clock('clock_timestamp', 'volatile');
}

async function run<Answer>(databaseUrl: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
