/**
 * A transaction of one statement in one round trip: for what is called so often, and is so short, that asking twice would
 * take longer than the work.
 */
import { assert } from '#domain/unreachable.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Context } from './context.ts';
import { type HintTopic, hintChannel, hintPayload } from './hints.ts';
import { afterRaces } from './transaction.ts';

/** `shares`: names of advisory locks that are shared until the commit, and from before the statement looks at anything. */
type Sending = {
  topics: readonly HintTopic[];
  /** Where the work is that the hints speak of. */
  queueIds: readonly string[];
  shares: readonly string[];
  statement: Prisma.Sql;
};

/** What the statement changed, and the instant that was now to it. */
export type Sent = { now: Date; count: number };

/**
 * Sends a statement in the tenant of the context, as the whole of a transaction. What it writes is hinted with the commit,
 * or shortly after it when hints of the topic are frequent.
 */
export async function sendAtOnce(
  { database, tenantId, hints }: Pick<Context, 'database' | 'tenantId' | 'hints'>,
  { topics, queueIds, shares, statement }: Sending,
): Promise<Sent> {
  const riding = hints.ride(topics);
  const notify = riding.map((topic) => hintPayload(topic, hints.id, topic === 'work' ? queueIds : []));
  const [entered, sent] = await afterRaces(() =>
    database.together([enterAtOnce({ tenantId, notify, shares }), statement]),
  );
  assert(entered !== undefined && sent !== undefined, 'every statement is answered');
  if (sent.count > 0) {
    const left = topics.filter((topic) => !riding.includes(topic));
    hints.send(...left.filter((topic) => topic !== 'work'));
    if (left.includes('work')) hints.open(queueIds);
  }
  return { now: nowOf(entered.rows[0]), count: sent.count };
}

// The statement is planned once for each connection: what it is about changes nothing in how its rows are found.
function enterAtOnce({ tenantId, notify, shares }: { tenantId: string; notify: string[]; shares: readonly string[] }) {
  return Prisma.sql`/* enter_tenant_at_once */
    select now() as now,
      set_config('app.tenant', ${tenantId}, true),
      set_config('app.user', '', true),
      set_config('app.platform', '', true),
      set_config('plan_cache_mode', 'force_generic_plan', true),
      set_config('enable_seqscan', 'off', true),
      set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true),
      (select bool_and(pg_advisory_xact_lock_shared(hashtextextended(name, 0)) is null) from unnest(${shares}::text[]) as l (name)) as shared,
      (select bool_and(pg_notify(${hintChannel}, payload) is null) from unnest(${notify}::text[]) as n (payload)) as hinted`;
}

function nowOf(row: unknown): Date {
  const now = typeof row === 'object' && row !== null && 'now' in row ? row.now : undefined;
  assert(now instanceof Date, 'the database tells the time');
  return now;
}
