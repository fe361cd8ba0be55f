/**
 * What cancelling, pausing and resuming every run of a filter have in common. All of it happens in one transaction, or
 * nothing: a fault half-way leaves every run as it was, and the call may be repeated.
 */
import { runBounds } from '#domain/bounds/run.ts';
import { type RunState, runStates } from '#domain/machines.ts';
import { done, type Outcome, refuseAll } from '#domain/refusal.ts';
import type { RunFilter } from '#domain/run/run-filter.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type LockedRun, lockRuns } from '#engine/run/advance/lock-runs.ts';
import { findRuns } from '#engine/run/selection/find-runs.ts';
import { command, hintedCommand } from '#engine/store/command.ts';
import type { Context } from '#engine/store/context.ts';
import type { HintTopic } from '#engine/store/hints.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type BulkSkip, countReasons, refuseUnexpected, unfitOrder } from './bulk-order.ts';

/** What to do to which runs. `expectedCount`: how many the caller was told would change. */
export type BulkRunsInput = {
  filter: RunFilter;
  expectedCount?: number | null;
  dryRun?: boolean | null;
  reason?: string | null;
};

/** How many runs changed, or would have, and in which state they were; `runIds` are the newest of them. */
export type BulkRunsOutcome = {
  count: number;
  states: { state: RunState; count: number }[];
  runIds: string[];
  skipped: BulkSkip[];
};

/** A run that matches, as it stands under its lock. */
export type BulkRun = { tenantId: string; id: string; state: RunState; isEnding: boolean; eventSeq: number };

/** What a bulk command does with the runs that match. */
export type BulkRunsAct = {
  topics: readonly HintTopic[];
  /** Why such a run is left as it is; undefined when it will change. */
  skips: (run: BulkRun) => string | undefined;
  /** Why none of them is changed though each could be. */
  refuses?: (tx: Transaction, runIds: readonly string[]) => Promise<Outcome<unknown>>;
  /** Changes the runs, each of which is locked and may be changed. */
  change: (tx: Transaction, runs: readonly BulkRun[]) => Promise<Outcome<unknown>>;
};

/** Finds the runs, says which would change, and changes them unless it is a dry run. */
export async function actOnRuns(
  context: Context,
  input: BulkRunsInput,
  act: BulkRunsAct,
): Promise<Outcome<BulkRunsOutcome>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = unfitOrder(input, runBounds.bulkRunsMax);
  if (unfit.length > 0) return refuseAll(unfit);
  const work = (tx: Transaction) => actIn(tx, input, act);
  return input.dryRun === true ? await command(context, work) : await hintedCommand(context, act.topics, work);
}

async function actIn(tx: Transaction, input: BulkRunsInput, act: BulkRunsAct): Promise<Outcome<BulkRunsOutcome>> {
  const found = await findRuns(tx, { filter: input.filter, max: runBounds.bulkRunsMax });
  if (!found.ok) return found;
  const { ids, conditions } = found.value;
  const isDry = input.dryRun === true;
  const runs = await readRuns(tx, { ids, states: conditions.states ?? runStates, isLocking: !isDry });
  const changing = runs.filter((run) => act.skips(run) === undefined);
  const count = changing.length;
  const refused =
    refuseUnexpected({ expectedCount: input.expectedCount, count, one: 'run' }) ??
    (await act.refuses?.(
      tx,
      changing.map(({ id }) => id),
    ));
  if (refused?.ok === false) return refused;
  if (!isDry && count > 0) {
    const changed = await act.change(tx, changing);
    if (!changed.ok) return changed;
  }
  const meant = new Set(changing.map(({ id }) => id));
  return done({
    count,
    states: countStates(changing),
    runIds: ids.filter((id) => meant.has(id)).slice(0, runBounds.bulkRunsShownMax),
    skipped: countReasons(runs.map((run) => act.skips(run))),
  });
}

/** Reads the runs whole and does the work with them, so many at once that they fit into memory. The caller holds their rows. */
export async function eachLocked(
  tx: Transaction,
  runs: readonly BulkRun[],
  work: (part: LockedRun[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < runs.length; at += runBounds.bulkRunsAtOnceMax) {
    const part = runs.slice(at, at + runBounds.bulkRunsAtOnceMax);
    await work(
      await lockRuns(
        tx.client,
        part.map(({ tenantId, id: runId }) => ({ tenantId, runId })),
      ),
    );
  }
}

// In id order, which the sorted list and a nested loop keep. The state is asked for again under the lock: a run that left the states of the filter meanwhile is not meant any more.
async function readRuns(
  tx: Transaction,
  { ids, states, isLocking }: { ids: readonly string[]; states: readonly RunState[]; isLocking: boolean },
): Promise<BulkRun[]> {
  return await tx.client.$queryRaw<BulkRun[]>(Prisma.sql`/* read_bulk_runs */
    select r.tenant_id as "tenantId", r.id, r.state::text as state, r.ending is not null as "isEnding", r.event_seq as "eventSeq"
    from unnest(${uuidArray([...ids].sort())}::text::uuid[]) as w (id)
    cross join lateral (
      select tenant_id, id, state, ending, event_seq
      from runs
      where tenant_id = ${tx.tenantId}::uuid and id = w.id and state = any(${arrayOf(states)}::text::run_state[])
      ${isLocking ? Prisma.sql`for update` : Prisma.sql`limit 1`}
    ) r`);
}

function countStates(runs: readonly BulkRun[]): BulkRunsOutcome['states'] {
  const byState = Map.groupBy(runs, ({ state }) => state);
  return runStates.flatMap((state) => {
    const count = byState.get(state)?.length ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
}
