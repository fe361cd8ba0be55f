/** What a schedule makes when it fires, and whether its params fit: asked when it is saved and again at every tick. */

import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import type { TargetName } from '#domain/schedule/schedule.ts';
import { refuseDeprecated } from '#domain/task/deprecation.ts';
import { assert } from '#domain/unreachable.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import type { Statements } from '#engine/store/database.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { checkBudget, checkParams } from '#engine/task/input-schema.ts';
import { findTasksByName, type TaskTarget } from '#engine/task/task-catalogue.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The row that a schedule points to: one of the two. */
export type TargetIds = { taskId: string; workflowId: null } | { taskId: null; workflowId: string };

/** The current version of a workflow, as far as starting a run of it goes. */
export type WorkflowTarget = {
  workflowId: string;
  versionId: string;
  name: string;
  variables: Definition['variables'];
};

/** What a schedule is to make, and with what. A deprecated task is no new target; `taskId` is the one that the schedule has. */
export type WantedTarget = { target: TargetName; params: JsonObject; taskId?: string | null };

/** Finds the target by name and checks the params against what it takes today. */
export async function findTarget(tx: Transaction, wanted: WantedTarget): Promise<Outcome<TargetIds>> {
  const [found] = await findTargets(tx, [wanted]);
  assert(found !== undefined, 'a target is found or refused');
  return found;
}

/** The same for several at once, each answered in its place. */
export async function findTargets(tx: Transaction, wanted: readonly WantedTarget[]): Promise<Outcome<TargetIds>[]> {
  const namesOf = (kind: TargetName['kind']) => [
    ...new Set(wanted.flatMap(({ target }) => (target.kind === kind ? [target.name] : []))),
  ];
  const [taskNames, workflowNames] = [namesOf('task'), namesOf('workflow')];
  const tasks =
    taskNames.length === 0 ? new Map<string, TaskTarget>() : await findTasksByName(tx.client, tx.tenantId, taskNames);
  const workflows = await findWorkflowsByName(tx, workflowNames);
  // One for all of them: the transaction is open.
  const budget = checkBudget();
  return wanted.map(({ target: { kind, name }, params, taskId }): Outcome<TargetIds> => {
    if (kind === 'task') {
      const task = tasks.get(name);
      if (task === undefined) return refuse('UNKNOWN_TASK', `there is no task "${name}"`, ['target', 'task']);
      if (task.deprecated !== undefined && task.taskId !== taskId)
        return refuseDeprecated({ name, ...task.deprecated }, ['target', 'task']);
      const checked = checkParams(task.inputSchema, params, ['params'], budget);
      return checked.ok ? done({ taskId: task.taskId, workflowId: null }) : checked;
    }
    const workflow = workflows.get(name);
    if (workflow === undefined)
      return refuse('UNKNOWN_WORKFLOW', `there is no workflow "${name}"`, ['target', 'workflow']);
    const checked = fitVariables(workflow, params);
    return checked.ok ? done({ taskId: null, workflowId: workflow.workflowId }) : checked;
  });
}

/** The current versions of workflows of any tenant, by workflow id. */
export async function findWorkflowsById(
  client: Statements,
  workflows: readonly { tenantId: string; workflowId: string }[],
): Promise<Map<string, WorkflowTarget>> {
  if (workflows.length === 0) return new Map();
  const tenantIds = workflows.map((workflow) => workflow.tenantId);
  const ids = workflows.map((workflow) => workflow.workflowId);
  const rows = await client.$queryRaw<WorkflowTarget[]>(Prisma.sql`/* find_workflows_by_id */
    select w.id as "workflowId", v.id as "versionId", w.name, coalesce(v.definition -> 'variables', '{}') as variables
    from unnest(${tenantIds}::uuid[], ${ids}::uuid[]) as wanted (tenant_id, id)
    join workflows w on w.tenant_id = wanted.tenant_id and w.id = wanted.id
    join workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.number = w.version`);
  return new Map(rows.map((row) => [row.workflowId, row]));
}

/** The params of a schedule as the variables of a run: checked, with defaults filled in. */
export function fitVariables(workflow: WorkflowTarget, params: JsonObject): Outcome<JsonObject> {
  // Only name and variables of a definition matter here; its steps may be megabytes.
  const definition: Definition = {
    name: workflow.name,
    description: '',
    variables: workflow.variables,
    limits: {},
    onFailure: 'fail',
    steps: [],
  };
  const resolved = resolveVariables(definition, params);
  if (resolved.ok) return resolved;
  return refuseAll(
    resolved.refusals.map((refusal): Refusal => ({ ...refusal, path: ['params', ...refusal.path.slice(1)] })),
  );
}

async function findWorkflowsByName(tx: Transaction, names: readonly string[]): Promise<Map<string, WorkflowTarget>> {
  if (names.length === 0) return new Map();
  const rows = await tx.client.$queryRaw<WorkflowTarget[]>(Prisma.sql`/* find_workflows_by_name */
    select w.id as "workflowId", v.id as "versionId", w.name, coalesce(v.definition -> 'variables', '{}') as variables
    from workflows w
    join workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.number = w.version
    where w.tenant_id = ${tx.tenantId}::uuid and w.name = any(${[...names]}::text[])`);
  return new Map(rows.map((row) => [row.name, row]));
}
