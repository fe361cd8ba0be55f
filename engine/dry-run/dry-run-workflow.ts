/** What a run would do, without one: nothing is stored, nothing is taken, nobody is told. */
import { runBounds } from '#domain/bounds/run.ts';
import { valueSizeBytes } from '#domain/expression/values.ts';
import { done, type Outcome, type Refusal, refuse } from '#domain/refusal.ts';
import { readEnds } from '#domain/run/simulate/read-ends.ts';
import { type SimulatedStep, type Simulation, simulateRun } from '#domain/run/simulate/simulate-run.ts';
import { publicId } from '#domain/value/ids.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { type Definition, definitionInParts } from '#domain/workflow/definition.ts';
import type { Problem } from '#domain/workflow/problem.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { findVersions } from '#engine/run/start-runs.ts';
import { inTurns } from '#engine/store/batch/turns.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';
import { checkText, type DefinitionInput, findProblems, mayStand } from '#engine/workflow/check-text.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { type Finding, findObstacles } from './findings.ts';

export type DryRunInput = DefinitionInput & {
  /** Name of a published workflow, instead of a definition. */
  workflow?: string | null;
  version?: number | null;
  variables?: Json;
  /** How steps end, by their ids. */
  results?: Json;
};

export type ToldStep = SimulatedStep & { isParamsCut: boolean };

/** `simulation` is null when problems keep it from being told. */
export type ToldRun = {
  problems: Problem[];
  simulation: (Omit<Simulation, 'steps'> & { steps: ToldStep[] }) | null;
  findings: Finding[];
  /** The published workflow of the name; null when there is none yet. */
  workflowId: string | null;
};

/** For whoever may read a published workflow, and for those who may publish what is not. */
export async function dryRunWorkflow(context: Context, input: DryRunInput): Promise<Outcome<ToldRun>> {
  const isPublished = typeof input.workflow === 'string';
  const forbidden = refuseUnless(context, isPublished ? 'read' : 'workflow.edit');
  if (forbidden !== undefined) return forbidden;
  if (isPublished && (hasText(input.definition) || hasText(input.yaml)))
    return refuse('BAD_INPUT', 'give either a definition or the name of a workflow', ['workflow']);
  const found = isPublished ? await findPublished(context, input) : await readText(context, input);
  if (!found.ok) return found;
  const { definition, problems } = found.value;
  const workflowId = found.value.workflowId;
  if (definition === null) return done({ problems, simulation: null, findings: [], workflowId });
  const pretence = pretend(definition, input);
  if (!pretence.ok) {
    const wrong = pretence.refusals.map(problemOf);
    return done({ problems: [...problems, ...wrong], simulation: null, findings: [], workflowId });
  }
  const { now } = await transaction(context.database, context.tenantId, async (tx) => ({ now: tx.now }));
  const run = { id: publicId('run', newId()), workflow: definition.name, startedAt: now.toISOString() };
  const simulation = await inTurns(simulateRun({ definition, ...pretence.value, run, now }));
  const findings = await transaction(context.database, context.tenantId, (tx) =>
    findObstacles(tx, { context, definition, simulation }),
  );
  return done({ problems, simulation: { ...simulation, steps: cutParams(simulation.steps) }, findings, workflowId });
}

function hasText(text: Json | undefined): boolean {
  return text !== undefined && text !== null && text !== '';
}

type Found = { definition: Definition | null; problems: Problem[]; workflowId: string | null };

async function findPublished(context: Context, { workflow, version }: DryRunInput): Promise<Outcome<Found>> {
  return await transaction(context.database, context.tenantId, async (tx) => {
    const [found] = await findVersions(tx, [{ workflow: workflow ?? '', version: version ?? null }]);
    if (found === undefined || !found.ok) return found ?? refuse('UNKNOWN_WORKFLOW', 'there is no such workflow');
    const { versionId, workflowId } = found.value;
    const plans = await loadPlans(tx.client, [{ tenantId: tx.tenantId, versionId }]);
    return done({ definition: plans.get(versionId)?.definition ?? null, problems: [], workflowId });
  });
}

async function readText(context: Context, input: DryRunInput): Promise<Outcome<Found>> {
  const checked = await checkText(context, input);
  const { problems, workflowId } = await transaction(context.database, context.tenantId, async (tx) => {
    const named = { tenantId: tx.tenantId, name: checked.workflow?.name ?? '' };
    const known = await tx.client.workflow.findUnique({ where: { tenantId_name: named }, select: { id: true } });
    return { problems: await findProblems(tx, checked), workflowId: known?.id ?? null };
  });
  const { workflow } = checked;
  if (workflow === null || !problems.every(mayStand)) return done({ definition: null, problems, workflowId });
  const parsed = await inTurns(definitionInParts({ definition: JSON.parse(workflow.printed) }));
  return done({ definition: parsed.ok ? parsed.definition : null, problems, workflowId });
}

function pretend(definition: Definition, { variables, results }: DryRunInput) {
  const given = variables ?? {};
  if (!isJsonObject(given)) return refuse('BAD_INPUT', 'the variables are an object', ['variables']);
  const inputs = resolveVariables(definition, given);
  if (!inputs.ok) return inputs;
  const ends = readEnds(results ?? null, new Set(definition.steps.map(({ id }) => id)));
  return ends.ok ? done({ inputs: inputs.value, ends: ends.value }) : ends;
}

function problemOf({ code, message, path }: Refusal): Problem {
  return { code, message, path, stepId: null, line: null, column: null };
}

/** Params are shown as long as they and those before them fit into an answer. */
function cutParams(steps: readonly SimulatedStep[]): ToldStep[] {
  let bytesLeft: number = runBounds.dryRunParamsSizeBytesMax;
  return steps.map((step) => {
    const sizeBytes = valueSizeBytes(step.params, bytesLeft);
    const isParamsCut = sizeBytes > bytesLeft;
    if (!isParamsCut) bytesLeft -= sizeBytes;
    return { ...step, params: isParamsCut ? null : step.params, isParamsCut };
  });
}
