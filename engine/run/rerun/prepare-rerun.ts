/** Prepares a rerun: what of the old run is kept, of which version the new one is, and with which variables. */
import { isSettledRun } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isFailure } from '#domain/run/branches.ts';
import { planRerun, type RerunBeginning, type RerunStart } from '#domain/run/plan-rerun.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import type { KeptStep } from '#engine/run/advance/run-work.ts';
import type { NewRun } from '#engine/run/start-runs.ts';
import type { Statements } from '#engine/store/database.ts';
import { type LoadedPlan, loadPlans } from '#engine/workflow/plan-cache.ts';
import { type EndedRunRow, readEndedRun, readStepsLeft, type StepsLeft } from './read-ended-run.ts';

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
  const old = await readEndedRun(client, { tenantId, runId: request.run });
  if (old === undefined) return refuse('NOT_FOUND', 'there is no such run', ['run']);
  if (!isSettledRun(old.state))
    return refuse('ILLEGAL_TRANSITION', `the run is ${old.state}: cancel it first or let it end`, ['run']);
  const versionId = request.isLatest
    ? await latestVersion(client, { tenantId, workflowId: old.workflowId })
    : old.versionId;
  const plans = await loadPlans(
    client,
    [...new Set([old.versionId, versionId])].map((id) => ({ tenantId, versionId: id })),
  );
  const [former, target] = [plans.get(old.versionId), plans.get(versionId)];
  if (former === undefined || target === undefined) throw new Error('broken invariant: a run has a version');
  const left: StepsLeft =
    request.from === 'START'
      ? { jobs: new Map(), swept: new Set() }
      : await readStepsLeft(client, { tenantId, run: old });
  const planned = planRerun({ ...old, plan: former.plan, swept: left.swept }, target.plan, request);
  if (!planned.ok) return planned;
  const kept = keptSteps(old, planned.value, left);
  if (!kept.ok) return kept;
  const given = { ...declaredOnly(old.inputs, target.definition), ...request.variables };
  const inputs = resolveVariables(target.definition, given);
  if (!inputs.ok) return inputs;
  const { progress, edges, written, remake } = planned.value;
  const variables = { ...inputs.value, ...written };
  for (const name of remake) delete variables[name];
  const { from, step, isAlone, reason } = request;
  const rerun = { of: old.id, from, step, isAlone, reason, progress, edges, variables, remake, kept: kept.value };
  const { workflowId, correlationId } = old;
  return done({
    run: { tenantId, workflowId, versionId, inputs: inputs.value, correlationId, rerun },
    beginning: planned.value,
    target,
  });
}

async function latestVersion(
  client: Statements,
  { tenantId, workflowId }: { tenantId: string; workflowId: string },
): Promise<string> {
  const version = await client.workflowVersion.findFirst({
    where: { tenantId, workflowId },
    orderBy: { number: 'desc' },
    select: { id: true },
  });
  if (version === null) throw new Error('broken invariant: a workflow has a version');
  return version.id;
}

/** Refused when the job of a step that ran is not stored any more: its result would silently be none. */
function keptSteps(old: EndedRunRow, { steps }: RerunBeginning, left: StepsLeft): Outcome<KeptStep[]> {
  const kept: KeptStep[] = [];
  for (const { step, stepKey, keeps } of steps) {
    if (keeps === null) continue;
    const job = left.jobs.get(keeps);
    const code = old.progress[keeps] ?? stepCodes.WAITING;
    if ((job?.jobId ?? null) === null && (code === stepCodes.SUCCEEDED || isFailure(code))) {
      const message = `the result of step ${stepKey} is not stored any more: run it again from its start`;
      return refuse('RESULT_GONE', message, ['run']);
    }
    kept.push({ step, fromRunId: job?.fromRunId ?? old.id, jobId: job?.jobId ?? null });
  }
  return done(kept);
}

// What the old run was given for a variable that this version has not is of no use to it.
function declaredOnly(inputs: JsonObject, { variables }: Definition): JsonObject {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => Object.hasOwn(variables, name)));
}
