/** Prepares reruns: what of the old runs is kept, of which version the new ones are, and with which variables. */
import { isSettledRun } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isFailure } from '#domain/run/branches.ts';
import { planRerun, type RerunBeginning, type RerunStart } from '#domain/run/plan-rerun.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import type { KeptLoop, KeptStep } from '#engine/run/advance/run-work.ts';
import type { NewRun } from '#engine/run/insert-runs.ts';
import { planIdOf } from '#engine/run/run-rows.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type LoadedPlan, loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type EndedRunRow, readEndedRuns, readStepsLeft, type StepsLeft } from './read-ended-runs.ts';

/** What to repeat, and how. `isLatest`: with the version that is published now. */
export type RerunRequest = {
  run: string;
  from: RerunStart;
  step: string | null;
  isAlone: boolean;
  isLatest: boolean;
  variables: JsonObject;
  reason: string | null;
};

/** A rerun that may start. */
export type PreparedRerun = {
  run: Omit<NewRun, 'id' | 'startedBy'>;
  beginning: RerunBeginning;
  target: LoadedPlan;
};

/** The rerun, with nothing stored; refused when the run is not over, nothing would run, or what it keeps is gone. */
export async function prepareRerun(
  client: Statements,
  tenantId: string,
  request: RerunRequest,
): Promise<Outcome<PreparedRerun>> {
  const [prepared] = await prepareReruns(client, tenantId, [request]);
  if (prepared === undefined) throw new Error('broken invariant: each request is answered');
  return prepared;
}

/** The same for many runs in a handful of statements, each answered at the place of its request. */
export async function prepareReruns(
  client: Statements,
  tenantId: string,
  requests: readonly RerunRequest[],
): Promise<Outcome<PreparedRerun>[]> {
  const runIds = requests.map(({ run }) => run);
  const olds = await readEndedRuns(client, { tenantId, runIds });
  const latest = await latestVersions(client, {
    tenantId,
    workflowIds: requests.flatMap(({ run, isLatest }) => (isLatest ? (olds.get(run)?.workflowId ?? []) : [])),
  });
  const versions = [...new Set([...[...olds.values()].map(planIdOf), ...latest.values()])];
  const plans = await loadPlans(
    client,
    versions.map((versionId) => ({ tenantId, versionId })),
  );
  const keeping = requests.flatMap(({ run, from }) => (from === 'START' ? [] : (olds.get(run) ?? [])));
  const lefts = await readStepsLeft(client, { tenantId, runs: keeping });
  return requests.map((request) => {
    const old = olds.get(request.run);
    if (old === undefined) return refuse('NOT_FOUND', 'there is no such run', ['run']);
    if (!isSettledRun(old.state))
      return refuse('ILLEGAL_TRANSITION', `the run is ${old.state}: cancel it first or let it end`, ['run']);
    const versionId = request.isLatest ? latest.get(old.workflowId) : old.versionId;
    const definitionId = request.isLatest ? null : old.definitionId;
    const [former, target] = [plans.get(planIdOf(old)), plans.get(definitionId ?? versionId ?? '')];
    if (versionId === undefined || former === undefined || target === undefined)
      throw new Error('broken invariant: a run has a version, and its workflow a latest one');
    const left = lefts.get(old.id) ?? { jobs: new Map(), swept: new Set(), loops: new Map() };
    return prepare({ tenantId, request, old, left, former, target, versionId, definitionId });
  });
}

type Preparing = {
  tenantId: string;
  request: RerunRequest;
  old: EndedRunRow;
  left: StepsLeft;
  former: LoadedPlan;
  target: LoadedPlan;
  versionId: string;
  definitionId: string | null;
};

function prepare(preparing: Preparing): Outcome<PreparedRerun> {
  const { tenantId, request, old, left, former, target, versionId, definitionId } = preparing;
  const { swept, loops } = left;
  const wish = { ...request, given: Object.keys(request.variables) };
  const planned = planRerun({ ...old, plan: former.plan, swept, loops }, target.plan, wish);
  if (!planned.ok) return planned;
  const kept = keptSteps(old, planned.value, left);
  if (!kept.ok) return kept;
  const given = { ...declaredOnly(old.inputs, target.definition), ...request.variables };
  const inputs = resolveVariables(target.definition, given);
  if (!inputs.ok) return inputs;
  const { progress, edges, written, remake, superseded } = planned.value;
  const variables = { ...inputs.value, ...written };
  for (const name of remake) delete variables[name];
  const { from, step, isAlone, reason } = request;
  const begun = { progress, edges, variables, remake, superseded, kept: kept.value };
  const rerun = { of: old.id, from, step, isAlone, reason, ...begun, loops: keptLoops(former, planned.value) };
  const { workflowId, correlationId } = old;
  return done({
    run: { tenantId, workflowId, versionId, definitionId, inputs: inputs.value, correlationId, rerun },
    beginning: planned.value,
    target,
  });
}

function keptLoops({ plan }: LoadedPlan, { steps }: RerunBeginning): KeptLoop[] {
  return steps.flatMap(({ step, stepKey, items }) => {
    const of = plan.indexOf.get(stepKey);
    if (items === null || of === undefined) return [];
    return [{ step, of, keptItems: items.kept, isOfRuns: (plan.steps[of]?.each ?? null) !== null }];
  });
}

/** The id of the latest version of each workflow. */
async function latestVersions(
  client: Statements,
  { tenantId, workflowIds }: { tenantId: string; workflowIds: readonly string[] },
): Promise<Map<string, string>> {
  if (workflowIds.length === 0) return new Map();
  const rows = await client.$queryRaw<{ workflow_id: string; id: string }[]>(Prisma.sql`/* find_latest_versions */
    select w.id as workflow_id, v.id
    from unnest(${uuidArray([...new Set(workflowIds)])}::text::uuid[]) as w (id)
    cross join lateral (
      select id from workflow_versions where tenant_id = ${tenantId}::uuid and workflow_id = w.id order by number desc limit 1
    ) v`);
  return new Map(rows.map(({ workflow_id, id }) => [workflow_id, id]));
}

/** Refused when the job of a step that ran is not stored any more: its result would silently be none. */
function keptSteps(old: EndedRunRow, { steps }: RerunBeginning, left: StepsLeft): Outcome<KeptStep[]> {
  const kept: KeptStep[] = [];
  for (const { step, stepKey, keeps } of steps) {
    if (keeps === null) continue;
    const job = left.jobs.get(keeps);
    const code = old.progress[keeps] ?? stepCodes.WAITING;
    const [jobId, waitId] = [job?.jobId ?? null, job?.waitId ?? null];
    if (jobId === null && waitId === null && (code === stepCodes.SUCCEEDED || isFailure(code))) {
      const message = `the result of step ${stepKey} is not stored any more: run it again from its start`;
      return refuse('RESULT_GONE', message, ['run']);
    }
    kept.push({ step, fromRunId: job?.fromRunId ?? old.id, jobId, waitId });
  }
  return done(kept);
}

// What the old run was given for a variable that this version has not is of no use to it.
function declaredOnly(inputs: JsonObject, { variables }: Definition): JsonObject {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => Object.hasOwn(variables, name)));
}
