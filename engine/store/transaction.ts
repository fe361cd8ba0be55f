/**
 * The transactions of the engine, and the one rule for races: what PostgreSQL refuses because two were in each other's
 * way is done again. `transaction` is for reads and for work that needs the tenant or the time, `dutyTransaction` for a
 * duty's batches over the rows of all tenants, and a command (`command.ts`) for what may be refused. One statement alone
 * is a transaction by itself.
 */

import { Prisma } from '#prisma/generated/client.ts';
import type { Database, Statements } from './database.ts';
import { isRetryableFault } from './faults.ts';
import { hintChannel } from './hints.ts';

/** What the work of a transaction gets: its statements and the one instant that counts as now. */
export type Transaction = { client: Statements; now: Date; tenantId: string };

// A deadlock or serialisation fault resolves on the second try; a fifth means that something else is wrong.
const triesMax = 4;
const waitForConnectionMs = 5_000;
const transactionTimeoutMs = 15_000;
// Waiting for a turn behind many workers is normal; waiting longer than this means that something hangs.
const dutyTimeoutMs = 20_000;

/** `notify`: hints that go out with the commit, and only then. */
type Scope = { tenantId: string; userId?: string; platform?: boolean; notify?: readonly string[] };

/**
 * Runs the work in one transaction of one tenant: sets the tenant for row level security and reads the database's clock
 * in one statement, and hands both to the work. Throws when the work throws; nothing is stored then.
 */
export async function transaction<T>(
  database: Database,
  scope: string | Scope,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const given: Scope = typeof scope === 'string' ? { tenantId: scope } : scope;
  const { tenantId, userId = '', platform = false, notify = [] } = given;
  return await afterRaces(() =>
    database.client.$transaction(
      async (client) => {
        const now = await enterTenant(client, { tenantId, userId, platform, notify });
        return await work({ client, now, tenantId });
      },
      { maxWait: waitForConnectionMs, timeout: transactionTimeoutMs },
    ),
  );
}

/**
 * Runs a duty's work in one transaction over the rows of all tenants. Its statements name their tenants and read the
 * clock themselves, so that nothing has to be asked before them. Throws when the work throws; nothing is stored then.
 */
export async function dutyTransaction<T>(database: Database, work: (client: Statements) => Promise<T>): Promise<T> {
  return await afterRaces(() =>
    database.client.$transaction(work, { maxWait: waitForConnectionMs, timeout: dutyTimeoutMs }),
  );
}

/** Does the work again, a bounded number of times, when it lost a race; it must be one transaction, or one statement. */
export async function afterRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (fault) {
      if (tries >= triesMax || !isRetryableFault(fault)) throw fault;
    }
  }
}

async function enterTenant(client: Statements, scope: Required<Scope>): Promise<Date> {
  const rows = await client.$queryRaw<{ now: Date }[]>(Prisma.sql`/* enter_tenant */
    select now() as now,
      set_config('app.tenant', ${scope.tenantId}, true),
      set_config('app.user', ${scope.userId}, true),
      set_config('app.platform', ${scope.platform ? 'on' : ''}, true),
      (select bool_and(pg_notify(${hintChannel}, payload) is null) from unnest(${[...scope.notify]}::text[]) as n (payload)) as hinted`);
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('the database did not tell the time');
  return now;
}
