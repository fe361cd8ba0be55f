/**
 * Adds the months that the event log will need. Rows of a month without a partition land in the default one and hold
 * the log's oldest months back from being dropped whole, so every start and every `npm run migrate` looks ahead.
 */
import { assert } from '#domain/unreachable.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Two years without a start or a migration; a month is one table and its indexes.
export const eventMonthsAhead = 24;

/** Adds every month from this one on that is missing; several callers at once queue behind one another. */
export async function extendEventLog(database: Database): Promise<void> {
  assert(database.duty === 'owner', 'only the owner of the tables adds partitions');
  await database.client.$executeRaw(statement);
}

// A month of which the default partition holds rows already stays there: moving rows would change what readers see.
// `attach` lets writers go on; `like` brings defaults, keys and indexes, so that attaching has nothing to build.
const statement = Prisma.raw(`/* extend_event_log */
  do $$
  declare
    month timestamptz;
    month_name text;
    holds_rows boolean;
  begin
    perform pg_advisory_xact_lock(hashtextextended('extend_event_log', 0));
    for month in
      select generate_series(date_trunc('month', now(), 'UTC'), date_trunc('month', now(), 'UTC') + interval '${eventMonthsAhead} months', '1 month')
    loop
      month_name := 'events_' || to_char(month at time zone 'UTC', 'YYYY_MM');
      continue when to_regclass(month_name) is not null;
      select exists (select from events_default where at >= month and at < month + interval '1 month') into holds_rows;
      continue when holds_rows;
      execute format('create table %I (like events including all)', month_name);
      execute format('alter table events attach partition %I for values from (%L) to (%L)', month_name, month, month + interval '1 month');
    end loop;
  end
  $$`);
