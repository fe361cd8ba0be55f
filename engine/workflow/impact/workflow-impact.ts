/** Which workflows a new version of one breaks that they run as a step: their newest versions, checked as if published anew. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { isJsonObject } from '#domain/value/json.ts';
import type { DefinitionText } from '#domain/workflow/check.ts';
import { type Definition, definitionInParts } from '#domain/workflow/definition.ts';
import { type KnownResults, noResults } from '#domain/workflow/expressions/expression-types.ts';
import { misfitsOf } from '#domain/workflow/expressions/subflow-uses.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { inTurns } from '#engine/store/batch/turns.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { checkText, checkTextWith, type DefinitionInput } from '#engine/workflow/check-text.ts';
import { findLeavings } from '#engine/workflow/leavings.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Checked, type Impact, impactOfAll, problemsBeyond, readLatest, wasChecked } from './broken-version.ts';

const nothing: Impact = { breaks: [], leftOut: 0 };

/** What becomes of the workflows that run this one, if it were published. Of a text that cannot be read nothing is known. */
export async function findWorkflowImpact(context: Context, input: DefinitionInput): Promise<Outcome<Impact>> {
  const forbidden = refuseUnless(context, 'workflow.edit');
  if (forbidden !== undefined) return forbidden;
  const { workflow } = await checkText(context, input);
  const printed: unknown = workflow === null ? null : JSON.parse(workflow.printed);
  const parsed = isJsonObject(printed) ? await inTurns(definitionInParts({ definition: printed })) : undefined;
  return done(parsed?.ok === true ? await impactOf(context, parsed.definition) : nothing);
}

/** The same of a version that is published. */
export async function impactOfVersion(context: Context, versionId: string): Promise<Outcome<Impact>> {
  const forbidden = refuseUnless(context, 'workflow.edit');
  if (forbidden !== undefined) return forbidden;
  const { tenantId } = context;
  const plans = await transaction(context.database, tenantId, ({ client }) =>
    loadPlans(client, [{ tenantId, versionId }]),
  );
  const loaded = plans.get(versionId);
  return done(loaded === undefined ? nothing : await impactOf(context, loaded.definition));
}

async function impactOf(context: Context, called: Definition): Promise<Impact> {
  const callers = await findCallers(context, called.name);
  const looked = callers.slice(0, subflowBounds.impactWorkflowsMax);
  const checked: Checked[] = [];
  for (const id of looked) checked.push(await checkOne(context, id, called));
  return impactOfAll(checked, callers.length - looked.length);
}

async function findCallers(context: Context, name: string): Promise<string[]> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_callers */
      select w.id
      from workflows o
      join workflow_calls c on c.tenant_id = o.tenant_id and c.callee_id = o.id
      join workflows w on w.tenant_id = c.tenant_id and w.id = c.workflow_id
      where o.tenant_id = ${tenantId}::uuid and o.name = ${name}
      order by w.name
      limit ${subflowBounds.impactCountMax}`),
  );
  return rows.map(({ id }) => id);
}

async function checkOne(context: Context, workflowId: string, called: Definition): Promise<Checked> {
  const latest = await readLatest(context, workflowId);
  if (latest === undefined) return undefined;
  const text: DefinitionText = { form: 'json', text: latest.definition };
  const plain = await checkTextWith(context, text, noResults);
  const { resultsRead } = plain;
  const known = await findLeavings(context, resultsRead, called);
  const without = await checkTextWith(context, text, withoutOne(known, called.name));
  const isRead = resultsRead.workflows.includes(called.name);
  const withIt = isRead ? await checkTextWith(context, text, known) : without;
  if (![plain, without, withIt].every(wasChecked)) return 'not checked';
  const { problems: found, workflows } = withIt;
  const misfits = misfitsOf(workflows.get(called.name) ?? [], called);
  const problems = [...misfits, ...problemsBeyond(found, without.problems)].slice(0, valueBounds.problemsMax);
  return problems.length === 0 ? undefined : { workflowId, version: latest.number, problems };
}

function withoutOne({ tasks, workflows }: KnownResults, name: string): KnownResults {
  return { tasks, workflows: new Map([...workflows].filter(([one]) => one !== name)) };
}
