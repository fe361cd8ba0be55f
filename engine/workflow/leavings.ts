/** What tasks and workflows leave as the results of steps, as their newest versions stand: for the expressions that read them. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import type { ValueType } from '#domain/expression/value-type.ts';
import { schemaOfType } from '#domain/json-schema/schema-of-type.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { type KnownResults, noResults } from '#domain/workflow/expressions/expression-types.ts';
import { leavingInParts, listenTo, type ResultsRead } from '#domain/workflow/expressions/leaving.ts';
import { inTurns } from '#engine/store/batch/turns.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { findResultTypes } from '#engine/task/result-types.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { loadPlans } from './plan-cache.ts';

/** What a workflow of these reads of others, beside its definition. */
type Read = { definition: Definition; compile: ReturnType<typeof compileOnce>; read: ResultsRead };

/** The types of what is read. A definition that is not published yet stands in for the published one of its name. */
export async function findLeavings(
  context: Context,
  read: ResultsRead,
  unpublished?: Definition,
): Promise<KnownResults> {
  const called = await readCalled(context, read.workflows, unpublished);
  const tasks = new Set([...read.tasks, ...[...called.values()].flatMap((one) => one.read.tasks)]);
  const known = {
    tasks: await transaction(context.database, context.tenantId, (tx) => findResultTypes(tx, [...tasks])),
    workflows: new Map<string, ValueType>(),
  };
  // Whoever is read stands behind its readers, so from the end on everything is known in time.
  for (const [name, { definition, compile }] of [...called].reverse()) {
    const type = await inTurns(leavingInParts(definition, { results: known, compile }));
    known.workflows.set(name, type);
  }
  return known;
}

/** What workflows leave, as JSON Schemas by their ids; those of which nothing is known are missing. */
export async function loadResultSchemas(
  context: Context,
  workflowIds: readonly string[],
): Promise<Map<string, JsonObject>> {
  const named = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.workflow.findMany({ where: { tenantId, id: { in: [...workflowIds] } }, select: { id: true, name: true } }),
  );
  const { workflows } = await findLeavings(context, { tasks: [], workflows: named.map(({ name }) => name) });
  return new Map(
    named.flatMap(({ id, name }) => {
      const type = workflows.get(name);
      return type === undefined ? [] : [[id, schemaOfType(type)] as const];
    }),
  );
}

/** The workflows of these names and those that they read in turn, each behind all its readers. */
async function readCalled(
  context: Context,
  names: readonly string[],
  unpublished: Definition | undefined,
): Promise<Map<string, Read>> {
  const found = new Map<string, Read>();
  const order = new Map<string, Read>();
  let stepsLeft: number = subflowBounds.typedStepsMax;
  let level = [...names];
  for (let depth = 1; depth <= subflowBounds.depthMax && level.length > 0; depth += 1) {
    const missing = level.filter((name) => !found.has(name));
    for (const definition of await loadDefinitions(context, missing, { stepsLeft, unpublished })) {
      stepsLeft -= definition.steps.length;
      found.set(definition.name, await readOne(definition));
    }
    const here = level.flatMap((name) => found.get(name) ?? []);
    for (const one of here) {
      order.delete(one.definition.name);
      order.set(one.definition.name, one);
    }
    level = [...new Set(here.flatMap(({ read }) => read.workflows))];
  }
  return order;
}

// Known types would make it ask for less: with none, it asks for all that it may ever need.
async function readOne(definition: Definition): Promise<Read> {
  const compile = compileOnce();
  const { results, read } = listenTo(noResults);
  await inTurns(leavingInParts(definition, { results, compile }));
  return { definition, compile, read: read() };
}

type Loading = { stepsLeft: number; unpublished: Definition | undefined };

/** The definitions of the newest versions, one by one, as long as they do not have too many steps together. */
async function loadDefinitions(
  context: Context,
  names: readonly string[],
  { stepsLeft, unpublished }: Loading,
): Promise<Definition[]> {
  const published = names.filter((name) => name !== unpublished?.name);
  const loaded = unpublished !== undefined && published.length < names.length ? [unpublished] : [];
  if (published.length === 0) return loaded;
  const rows = await transaction(context.database, context.tenantId, (tx) => findNewest(tx, published));
  let left = stepsLeft - (loaded[0]?.steps.length ?? 0);
  for (const { versionId, steps } of rows) {
    left -= steps;
    if (left < 0) break;
    const { tenantId } = context;
    const plans = await transaction(context.database, tenantId, ({ client }) =>
      loadPlans(client, [{ tenantId, versionId }]),
    );
    const definition = plans.get(versionId)?.definition;
    if (definition !== undefined) loaded.push(definition);
  }
  return loaded;
}

// The small ones first: so most of them are known when not all can be.
async function findNewest({ client, tenantId }: Transaction, names: readonly string[]) {
  return await client.$queryRaw<{ versionId: string; steps: number }[]>(Prisma.sql`/* find_newest_versions */
    select v.id as "versionId", v.step_count as steps
    from workflows w
    join workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.number = w.version
    where w.tenant_id = ${tenantId}::uuid and w.name = any(${[...names]}::text[])
    order by v.step_count, w.name
    limit ${subflowBounds.typedStepsMax}`);
}
