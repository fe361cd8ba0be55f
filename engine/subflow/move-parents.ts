/** Moves the runs whose steps run workflows, under their locks: their steps start what they ask for, and end when that has ended. */
import { runBounds } from '#domain/bounds/run.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { type LockedRun, lockRuns } from '#engine/run/advance/lock-runs.ts';
import type { StepMove } from '#engine/run/advance/run-work.ts';
import { settleWaits } from '#engine/run/advance/settle-waits.ts';
import { insertRuns } from '#engine/run/insert-runs.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { decideSteps } from './decide-steps.ts';
import { readRunningSteps, type StepPlace } from './running-steps.ts';

/** A run, and those of its steps that something is to be said about. */
export type Parent = { tenantId: string; runId: string; steps: number[] };

/** `passedBy`: runs that somebody else moves just now. */
export type MovedParents = { moved: number; stopped: boolean; passedBy: string[] };

/** All of them or nothing. A run that has ended wants nothing of what its steps started. */
export async function movePart(client: Statements, part: readonly Parent[], actor: string): Promise<MovedParents> {
  const free = await takeFree(client, part);
  const passedBy = await findHeld(
    client,
    part.filter(({ runId }) => !free.has(runId)),
  );
  const runs = (
    await lockRuns(
      client,
      part.filter(({ runId }) => free.has(runId)),
    )
  ).filter(({ state }) => state === 'RUNNING' || state === 'PAUSED');
  const [first] = runs;
  if (first === undefined) return { moved: 0, stopped: false, passedBy };
  const now = first.lockedAt;
  const steps = await readRunningSteps(client, stepsOf(part, runs));
  const plans = await loadPlans(
    client,
    runs.map(({ tenantId, versionId }) => ({ tenantId, versionId })),
  );
  const { ends, starts, unfinished } = await decideSteps(client, { runs, steps, plans, now });
  await insertRuns(client, starts, { now, actor, costMax: part.length > 1 ? runBounds.passCostMax : undefined });
  await lookAgain(client, unfinished);
  const stopped = await settle(client, { runs, ends, now, actor });
  return { moved: ends.length + starts.length, stopped, passedBy };
}

type Settling = { runs: readonly LockedRun[]; ends: Parameters<typeof settleWaits>[1]; now: Date; actor: string };

async function settle(client: Statements, { runs, ends, now, actor }: Settling): Promise<boolean> {
  if (ends.length === 0) return false;
  const moves = Map.groupBy<string, StepMove & { runId: string }>(
    await settleWaits(client, ends),
    ({ runId }) => runId,
  );
  const advancing = runs.flatMap((run) => {
    const own = moves.get(run.id);
    return own === undefined ? [] : [{ run, moves: own }];
  });
  const { stopped } = await advanceRuns(client, { now, actor, runs: advancing, costMax: runBounds.passCostMax });
  return stopped;
}

function stepsOf(part: readonly Parent[], runs: readonly LockedRun[]) {
  const open = new Set(runs.map(({ id }) => id));
  return part.flatMap(({ tenantId, runId, steps }) =>
    open.has(runId) ? steps.map((step) => ({ tenantId, runId, step })) : [],
  );
}

// A run that somebody else moves just now is come back to.
async function takeFree(client: Statements, part: readonly Parent[]): Promise<Set<string>> {
  const rows = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* take_parents */
    select r.id
    from unnest(${uuidArray(part.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(part.map(({ runId }) => runId))}::text::uuid[]) as w (tenant_id, id)
    join runs r on r.tenant_id = w.tenant_id and r.id = w.id
    order by r.id
    for update of r skip locked`);
  return new Set(rows.map(({ id }) => id));
}

// A run that is gone is not come back to.
async function findHeld(client: Statements, part: readonly Parent[]): Promise<string[]> {
  if (part.length === 0) return [];
  const rows = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_held_parents */
    select r.id
    from unnest(${uuidArray(part.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(part.map(({ runId }) => runId))}::text::uuid[]) as w (tenant_id, id)
    join runs r on r.tenant_id = w.tenant_id and r.id = w.id`);
  return rows.map(({ id }) => id);
}

// A step that has more to start than one pass starts.
async function lookAgain(client: Statements, steps: readonly StepPlace[]): Promise<void> {
  if (steps.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* look_again */
    update run_steps s
    set look_at = clock_timestamp()
    from unnest(${uuidArray(steps.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(steps.map(({ runId }) => runId))}::text::uuid[],
      ${steps.map(({ step }) => step)}::int[]) as w (tenant_id, run_id, step)
    where s.tenant_id = w.tenant_id and s.run_id = w.run_id and s.step = w.step and s.state = 'RUNNING'`);
}
