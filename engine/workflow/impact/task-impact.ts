/** Which workflows a task breaks when its results look otherwise: their latest versions, checked as if published anew. */
import { taskBounds } from '#domain/bounds/task.ts';
import { typeOfSchema } from '#domain/json-schema/type-of-schema.ts';
import { done, type Outcome, refuseAll } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { DefinitionText } from '#domain/workflow/check.ts';
import { noResults } from '#domain/workflow/expressions/expression-types.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { checkSchema } from '#engine/task/input-schema.ts';
import { checkTextWith } from '#engine/workflow/check-text.ts';
import { findLeavings } from '#engine/workflow/leavings.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Checked, type Impact, impactOfAll, problemsBeyond, readLatest, wasChecked } from './broken-version.ts';

/** What becomes of the workflows that name a task when its results are to look like this. Nothing is stored. */
export async function findTaskImpact(
  context: Context,
  { task, resultSchema }: { task: string; resultSchema: Json },
): Promise<Outcome<Impact>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const wrong = resultSchema === null ? [] : checkSchema(resultSchema, ['resultSchema']);
  if (wrong.length > 0) return refuseAll(wrong);
  const schema = isJsonObject(resultSchema) ? resultSchema : null;
  const { ids, count } = await findNaming(context, task);
  const checked: Checked[] = [];
  if (schema !== null)
    for (const workflowId of ids) checked.push(await checkOne(context, { workflowId, task, schema }));
  return done(impactOfAll(checked, count - ids.length));
}

async function findNaming(context: Context, task: string): Promise<{ ids: string[]; count: number }> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_workflows_of_task */
      select w.id
      from tasks t
      join workflow_tasks wt on wt.tenant_id = t.tenant_id and wt.task_id = t.id
      join workflows w on w.tenant_id = wt.tenant_id and w.id = wt.workflow_id
      where t.tenant_id = ${tenantId}::uuid and t.name = ${task}
      order by w.name
      limit ${taskBounds.usesCountMax}`),
  );
  return { ids: rows.slice(0, taskBounds.impactWorkflowsMax).map(({ id }) => id), count: rows.length };
}

type One = { workflowId: string; task: string; schema: JsonObject };

async function checkOne(context: Context, { workflowId, task, schema }: One): Promise<Checked> {
  const latest = await readLatest(context, workflowId);
  if (latest === undefined) return undefined;
  const text: DefinitionText = { form: 'json', text: latest.definition };
  const plain = await checkTextWith(context, text, noResults);
  const { resultsRead } = plain;
  if (!wasChecked(plain)) return 'not checked';
  if (!resultsRead.tasks.includes(task)) return undefined;
  const { tasks, workflows } = await findLeavings(context, resultsRead);
  const others = new Map([...tasks].filter(([name]) => name !== task));
  const without = await checkTextWith(context, text, { tasks: others, workflows });
  const withIt = { tasks: new Map(others).set(task, typeOfSchema(schema)), workflows };
  const found = await checkTextWith(context, text, withIt);
  if (!wasChecked(without) || !wasChecked(found)) return 'not checked';
  const broken = problemsBeyond(found.problems, without.problems);
  return broken.length === 0 ? undefined : { workflowId, version: latest.number, problems: broken };
}
