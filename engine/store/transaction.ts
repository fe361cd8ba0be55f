/**
 * One command, one transaction: sets the tenant for row level security and reads the database's clock in one
 * statement, hands both to the work, and tries again when PostgreSQL says that a race was lost.
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

/** `notify`: hints that go out with the commit, and only then. */
type Scope = { tenantId: string; userId?: string; platform?: boolean; notify?: readonly string[] };

/** Runs the work in one transaction of one tenant. Throws when the work throws; nothing is stored then. */
export async function transaction<T>(
  database: Database,
  scope: string | Scope,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const given: Scope = typeof scope === 'string' ? { tenantId: scope } : scope;
  const { tenantId, userId = '', platform = false, notify = [] } = given;
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.client.$transaction(
        async (client) => {
          const now = await enterTenant(client, { tenantId, userId, platform, notify });
          return await work({ client, now, tenantId });
        },
        { maxWait: waitForConnectionMs, timeout: transactionTimeoutMs },
      );
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
