/**
 * One pass over the steps that run workflows: starts the runs that they ask for, takes in how these ended, and lets them
 * follow what became of their step - paused, resumed, cancelled. Each part is a transaction that is done whole or not at
 * all, and what is left undone is due again; so it does not matter who dies where, or how many pass at once.
 */
import { engineFault } from '#domain/sla/alert-kinds.ts';
import { failRuns } from '#engine/run/advance/fail-runs.ts';
import { eachApart, faultSentence, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database } from '#engine/store/database.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { type Due, findDue, untilNextDue } from './due-steps.ts';
import { letFollow } from './follow-parent.ts';
import { clearLooks, tellChildren } from './mark-looked.ts';
import { movePart, type Parent } from './move-parents.ts';

/** `moved`: something changed. `nextMs`: until something is due; undefined when nothing is. */
export type LookedAt = { moved: number; stopped: boolean; isMore: boolean; nextMs: number | undefined };

const actor = 'system:subflows';

export async function lookAtSubflows(database: Database): Promise<LookedAt> {
  const due = await findDue(database);
  if (due.steps.length + due.untold.length === 0)
    return { moved: 0, stopped: false, isMore: false, nextMs: await untilNextDue(database) };
  // Before the looks are cleared: a run that was to follow and did not is due again.
  const followed = await letFollow(database, due.steps, { actor });
  const { results, poisoned } = unlessLeft(
    await eachApart(parentsOf(due), (part) => dutyTransaction(database, (client) => movePart(client, part, actor))),
  );
  const stuck = poisoned.map(({ item: { tenantId, runId }, fault }) => {
    const reason = `the run could not go on: ${faultSentence(fault)}`;
    return { tenantId, runId, reasonCode: engineFault, reason, fault: reason };
  });
  const ended = await failRuns(database, stuck, actor);
  for (const one of ended.poisoned) throw one.fault;
  if (ended.left.length > 0) throw ended.fault;
  const passedBy = new Set(results.flatMap((one) => one.passedBy));
  const seen = <One extends { runId: string }>(list: readonly One[]) =>
    list.filter(({ runId }) => !passedBy.has(runId));
  if (!followed.isMore) await clearLooks(database, seen(due.steps));
  await tellChildren(database, seen(due.untold));
  const moved = results.reduce((sum, one) => sum + one.moved, followed.count + ended.failed);
  return {
    moved,
    stopped: followed.count + ended.failed > 0 || results.some(({ stopped }) => stopped),
    // What was done may have made more: a run that starts has steps that run workflows, a run that ends has a parent.
    isMore: moved > 0 || followed.isMore || (due.isMore && passedBy.size === 0),
    nextMs: await untilNextDue(database),
  };
}

function parentsOf({ steps, untold }: Due): Parent[] {
  const byRun = Map.groupBy([...steps, ...untold], ({ runId }) => runId);
  return [...byRun].flatMap(([runId, [first, ...others]]) =>
    first === undefined
      ? []
      : [{ tenantId: first.tenantId, runId, steps: [...new Set([first, ...others].map(({ step }) => step))] }],
  );
}
