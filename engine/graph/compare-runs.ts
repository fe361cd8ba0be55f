/** Two runs of one workflow beside each other: their steps, what they were given and what they left. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { compareSteps, type StepPair, type TimedEnd } from '#domain/run/compare/compare-steps.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { loadRunSteps, loadRuns, type RunStepRow } from '#engine/run/get-run.ts';
import type { RunRow } from '#engine/run/run-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { storedObject } from '#engine/store/sql/stored-json.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Bare uuids. */
export type CompareRunsInput = { left: string; right: string };

/** What differs between them; `steps` in the order of how much slower each became. */
export type ComparedRuns = { left: RunRow; right: RunRow; steps: StepPair[] };

/** Both runs and their steps; refused unless they are two runs of one workflow. */
export async function compareRuns(context: Context, input: CompareRunsInput): Promise<Outcome<ComparedRuns>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const runs = await loadRuns(context, [input.left, input.right]);
  const [left, right] = [runs.get(input.left), runs.get(input.right)];
  if (left === undefined) return refuse('NOT_FOUND', 'there is no such run', ['left']);
  if (right === undefined) return refuse('NOT_FOUND', 'there is no such run', ['right']);
  if (left.id === right.id) return refuse('BAD_INPUT', 'these are one and the same run', ['right']);
  if (left.workflowId !== right.workflowId)
    return refuse('BAD_INPUT', 'these are runs of two workflows: only runs of one have steps to compare', ['right']);
  const steps = await loadRunSteps(context, [left.id, right.id]);
  const endsOf = ({ id }: RunRow) => (steps.get(id) ?? []).map(timedEnd);
  return done({ left, right, steps: compareSteps(endsOf(left), endsOf(right)) });
}

/** What runs were started with, by run id. */
export async function loadRunInputs(
  context: Context,
  ids: readonly string[],
): Promise<Outcome<Map<string, JsonObject>>> {
  const rows = await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<(Sized & { id: string; inputs: unknown })[]>(
        upToBound(
          'load_run_inputs',
          ['inputs'],
          Prisma.sql`
            select id, inputs, octet_length(inputs::text) as size
            from runs
            where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`,
        ),
      ),
    keyOf: (run) => run.id,
  });
  const loaded = allOrNone(rows, 'what the runs were started with');
  return loaded.ok ? done(new Map([...loaded.value].map(([id, row]) => [id, storedObject(row.inputs)]))) : loaded;
}

function timedEnd({ stepKey, state, job, loop, keptFrom, startedAt, finishedAt }: RunStepRow): TimedEnd {
  // The job of a loop is new with its end: it was ready when its first job began.
  const readyAt = loop === null ? (job?.createdAt ?? startedAt) : startedAt;
  return {
    ...{ stepKey, state, attempts: job?.attempt ?? 0, isKept: keptFrom !== null },
    readyMs: readyAt?.getTime() ?? null,
    startedMs: startedAt?.getTime() ?? null,
    finishedMs: finishedAt?.getTime() ?? null,
  };
}
