/** What is to be said about the text of a definition, with what is known of the results that its steps leave. */
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { type Json, sizeBytesAbove, unfitShape } from '#domain/value/json.ts';
import {
  type CheckedDefinition,
  type DefinitionText,
  problemsWith,
  refusedDefinition,
} from '#domain/workflow/check.ts';
import type { KnownResults } from '#domain/workflow/expressions/expression-types.ts';
import type { Problem } from '#domain/workflow/problem.ts';
import { findQueuesByName } from '#engine/queue/find-queues.ts';
import type { Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { sharePools } from '#engine/task/pool-checks.ts';
import { findTasksByName } from '#engine/task/task-catalogue.ts';
import { openDefinitionChecks } from './definition-checks.ts';
import { findLeavings } from './leavings.ts';
import { checkCalls } from './workflow-calls.ts';

export type DefinitionInput = {
  /** The definition as JSON; excludes `yaml`. */
  definition?: Json;
  /** The definition as YAML text; excludes `definition`. */
  yaml?: string | null;
};

// One thread for the process: definitions are rare, and two large ones at once would take both cores.
const checks = openDefinitionChecks();

/** What the definition says by itself and of the results that it reads: no connection is held while it is checked. */
export async function checkText(context: Context, input: DefinitionInput): Promise<CheckedDefinition> {
  const text = textOf(input);
  if ('refused' in text) return text.refused;
  const checked = await checks.check(context.tenantId, text);
  const { tasks, workflows } = checked.resultsRead;
  if (tasks.length + workflows.length === 0) return checked;
  const results = await findLeavings(context, checked.resultsRead);
  if (results.tasks.size + results.workflows.size === 0) return checked;
  return await checks.check(context.tenantId, { ...text, results });
}

/** The same, when the results are to look like this. */
export async function checkTextWith(
  context: Context,
  text: DefinitionText,
  results: KnownResults,
): Promise<CheckedDefinition> {
  return await checks.check(context.tenantId, { ...text, results });
}

// Wrong about what the definition names, not about its shape.
const namedOnly = new Set<RefusalCode>([
  'UNKNOWN_TASK',
  'UNKNOWN_WORKFLOW',
  'TASK_DEPRECATED',
  'NOT_FOUND',
  'LIMIT_REACHED',
]);

/** True for a problem that leaves steps and dependencies as they are. */
export function mayStand({ code }: Problem): boolean {
  return namedOnly.has(code);
}

/** What is wrong with it, once it is looked up what it names. */
export async function findProblems(tx: Transaction, checked: CheckedDefinition): Promise<Problem[]> {
  const { workflow } = checked;
  const tasks = await findTasksByName(tx.client, tx.tenantId, [...checked.tasks.keys()]);
  const isKnown =
    workflow !== null &&
    workflow.nameProblem !== null &&
    (await tx.client.workflow.count({ where: { tenantId: tx.tenantId, name: workflow.name } })) > 0;
  const pools = await sharePools(tx, [...checked.pools.keys()]);
  const queues = await findQueuesByName(tx.client, tx.tenantId, [...checked.queues.keys()]);
  const calls = await checkCalls(tx, checked);
  return problemsWith(checked, { tasks, pools, queues, hasWorkflow: isKnown, ...calls });
}

function textOf({ definition, yaml }: DefinitionInput): DefinitionText | { refused: CheckedDefinition } {
  const hasJson = definition !== undefined && definition !== null;
  const hasYaml = typeof yaml === 'string' && yaml !== '';
  if (hasJson === hasYaml) return refused('BAD_INPUT', 'give the definition either as JSON or as YAML');
  if (hasYaml) return { form: 'yaml', text: yaml };
  // Before it is printed, which goes down into it by recursion.
  const unfit = unfitShape(definition, workflowBounds.definitionNodesMax);
  if (unfit !== undefined) return refused('BAD_INPUT', `the definition ${unfit}`);
  const text = JSON.stringify(definition);
  const sizeBytes = sizeBytesAbove(workflowBounds.definitionSizeBytesMax, text);
  if (sizeBytes === undefined) return { form: 'json', text };
  const most = workflowBounds.definitionSizeBytesMax;
  return refused('TOO_LARGE', `the definition has ${sizeBytes} bytes, ${most} is the most`);
}

function refused(code: RefusalCode, message: string): { refused: CheckedDefinition } {
  const place = { path: [], stepId: null, line: null, column: null };
  return { refused: refusedDefinition([{ code, message, ...place }]) };
}
