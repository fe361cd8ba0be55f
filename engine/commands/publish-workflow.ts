/** Publishes a workflow: checks the definition whole, then stores it as the next immutable version. */

import { bounds } from '#domain/bounds.ts';
import { valueSizeBytes } from '#domain/expression-json.ts';
import type { Json } from '#domain/json.ts';
import { done, type Outcome, type RefusalCode, refuse, refuseAll } from '#domain/refusal.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { levelsOfDefinition } from '#domain/workflow/plan.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import type { Problem } from '#domain/workflow/problem.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { refuseUnless } from '#engine/access.ts';
import { hintedCommand } from '#engine/command.ts';
import { actorName, type Context } from '#engine/context.ts';
import { appendEvents } from '#engine/event-log.ts';
import { newId } from '#engine/id.ts';
import { findTasksByName } from '#engine/task-catalogue.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';

export type DefinitionInput = {
  /** The definition as JSON; excludes `yaml`. */
  definition?: Json;
  /** The definition as YAML text; excludes `definition`. */
  yaml?: string | null;
};
export type PublishWorkflowInput = DefinitionInput & {
  /** The version that the author started from; refused VERSION_CONFLICT when somebody else published since. */
  baseVersion?: number | null;
};

export type ValidatedWorkflow = { valid: boolean; problems: Problem[]; levels: string[][] };

/** Every problem of a definition, with its place in the text; nothing is stored. */
export async function validateWorkflow(context: Context, input: DefinitionInput): Promise<ValidatedWorkflow> {
  return await transaction(context.database, context.tenantId, async (tx) => {
    const checked = await check(tx, input);
    return { valid: checked.problems.length === 0, problems: checked.problems, levels: checked.levels };
  });
}

/** Publishes; a definition equal to the latest version is not published again. */
export async function publishWorkflow(
  context: Context,
  input: PublishWorkflowInput,
): Promise<Outcome<{ workflowId: string; versionId: string }>> {
  const forbidden = refuseUnless(context, 'workflow.edit');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['news'], (tx) => publish(tx, context, input));
}

async function publish(
  tx: Transaction,
  context: Context,
  input: PublishWorkflowInput,
): Promise<Outcome<{ workflowId: string; versionId: string }>> {
  const { definition, problems } = await check(tx, input);
  if (definition === undefined || problems.length > 0) {
    return refuseAll(
      problems.map(({ code, message, path }) => ({ code: codeOf(code), message, path: ['definition', ...path] })),
    );
  }
  const actor = actorName(context.actor);
  const { id: workflowId, version, isNew } = await lockWorkflow(tx, definition.name);
  if (input.baseVersion !== undefined && input.baseVersion !== null && input.baseVersion !== version) {
    return refuse('VERSION_CONFLICT', `"${definition.name}" is at version ${version}, not ${input.baseVersion}`, [
      'baseVersion',
    ]);
  }
  const printed = printDefinition(definition);
  const latest = isNew
    ? null
    : await tx.client.workflowVersion.findUnique({
        where: { tenantId_workflowId_number: { tenantId: tx.tenantId, workflowId, number: version } },
      });
  if (latest !== null && JSON.stringify(latest.definition) === JSON.stringify(printed))
    return done({ workflowId, versionId: latest.id });
  const versionId = newId();
  const number = version + 1;
  await tx.client.workflow.update({
    where: { tenantId_id: { tenantId: tx.tenantId, id: workflowId } },
    data: { version: number, description: definition.description, updatedAt: tx.now },
  });
  await tx.client.workflowVersion.create({
    data: {
      tenantId: tx.tenantId,
      id: versionId,
      workflowId,
      number,
      source: input.yaml ?? JSON.stringify(input.definition, null, 2),
      definition: printed,
      stepCount: definition.steps.length,
      createdBy: actor,
      createdAt: tx.now,
    },
  });
  await appendEvents(tx, [
    {
      type: 'workflow.published',
      entityIds: [workflowId],
      to: String(number),
      actor,
      payloads: [{ name: definition.name, version: number }],
    },
  ]);
  return done({ workflowId, versionId });
}

async function check(tx: Transaction, input: DefinitionInput) {
  // Before anything walks it; YAML is measured as text.
  if (valueSizeBytes(input.definition ?? null, bounds.definitionSizeBytesMax) > bounds.definitionSizeBytesMax) {
    const message = `the definition is larger than ${bounds.definitionSizeBytesMax} bytes`;
    const problem: Problem = { code: 'TOO_LARGE', message, path: [], stepId: null, line: null, column: null };
    return { definition: undefined, problems: [problem], levels: [] };
  }
  const parsed = parseDefinition({
    ...(input.definition === undefined || input.definition === null ? {} : { definition: input.definition }),
    ...(input.yaml ? { yaml: input.yaml } : {}),
  });
  if (!parsed.ok) return { definition: undefined, problems: parsed.problems, levels: [] };
  const names = [...new Set(parsed.definition.steps.map((step) => step.task))];
  const tasks = await findTasksByName(tx.client, tx.tenantId, names);
  const problems = validateDefinition(parsed.definition, { tasks: new Set(tasks.keys()) }, parsed.locate);
  const levels = problems.some((problem) => problem.code !== 'UNKNOWN_TASK')
    ? []
    : levelsOfDefinition(parsed.definition);
  return { definition: parsed.definition, problems, levels };
}

// Two authors who publish the same name at once get two versions, one after the other.
async function lockWorkflow(tx: Transaction, name: string): Promise<{ id: string; version: number; isNew: boolean }> {
  const id = newId();
  await tx.client.workflow.createMany({
    data: [{ tenantId: tx.tenantId, id, name, version: 0, createdAt: tx.now, updatedAt: tx.now }],
    skipDuplicates: true,
  });
  const { count } = await tx.client.workflow.updateMany({
    where: { tenantId: tx.tenantId, name },
    data: { updatedAt: tx.now },
  });
  const workflow = await tx.client.workflow.findUnique({
    where: { tenantId_name: { tenantId: tx.tenantId, name } },
    select: { id: true, version: true },
  });
  if (count !== 1 || workflow === null) throw new Error(`broken invariant: workflow ${name} was just stored`);
  return { ...workflow, isNew: workflow.id === id };
}

function codeOf(code: Problem['code']): RefusalCode {
  return code;
}
