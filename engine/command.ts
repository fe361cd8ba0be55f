/** Runs a command's transaction. A refusal rolls everything back: bad input changes nothing. */
import type { Outcome, Refusal } from '#domain/refusal.ts';
import type { Context } from '#engine/context.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';

class RolledBack extends Error {
  readonly refusals: Refusal[];
  constructor(refusals: Refusal[]) {
    super('refused');
    this.refusals = refusals;
  }
}

/** Runs the work in one transaction of the context's tenant; stores nothing when the work refuses or throws. */
export async function command<T>(
  context: Pick<Context, 'database' | 'tenantId'>,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await transaction(context.database, context.tenantId, async (tx) => {
      const outcome = await work(tx);
      if (!outcome.ok) throw new RolledBack(outcome.refusals);
      return outcome;
    });
  } catch (fault) {
    if (fault instanceof RolledBack) return { ok: false, refusals: fault.refusals };
    throw fault;
  }
}
