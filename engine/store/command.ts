/** Runs a command's transaction. A refusal rolls everything back: bad input changes nothing. */
import type { Outcome, Refusal } from '#domain/refusal.ts';
import type { Context } from './context.ts';
import { type HintTopic, hintPayload } from './hints.ts';
import { type Transaction, transaction } from './transaction.ts';

class RolledBack extends Error {
  readonly refusals: Refusal[];
  constructor(refusals: Refusal[]) {
    super('refused');
    this.refusals = refusals;
  }
}

/** Where a command works: in one tenant, and `platform` also on what belongs to no tenant. */
export type Ground = Pick<Context, 'database' | 'tenantId'> & { platform?: boolean };

/** Runs the work in one transaction of the context's tenant; stores nothing when the work refuses or throws. */
export async function command<T>(
  { database, tenantId, platform = false }: Ground,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return await run({ database, tenantId, platform, notify: [] }, work);
}

/** A command whose commit is hinted: with the commit itself, or shortly after it when hints of the topic are frequent. */
export async function hintedCommand<T>(
  { database, tenantId, hints }: Pick<Context, 'database' | 'tenantId' | 'hints'>,
  topics: readonly HintTopic[],
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const riding = hints.ride(topics);
  const notify = riding.map((topic) => hintPayload(topic, hints.id));
  const outcome = await run({ database, tenantId, platform: false, notify }, work);
  if (outcome.ok) hints.send(...topics.filter((topic) => !riding.includes(topic)));
  return outcome;
}

type Running = Required<Ground> & { notify: readonly string[] };

async function run<T>(
  { database, tenantId, platform, notify }: Running,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await transaction(database, { tenantId, platform, notify }, async (tx) => {
      const outcome = await work(tx);
      if (!outcome.ok) throw new RolledBack(outcome.refusals);
      return outcome;
    });
  } catch (fault) {
    if (fault instanceof RolledBack) return { ok: false, refusals: fault.refusals };
    throw fault;
  }
}
