/** Which workflows run which as steps: looked up when one is published, and noted of its latest version. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import { findCircle, longestChain, reversed, sayChain } from '#domain/subflow/calls.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { CheckedDefinition, KnownWorkflow } from '#domain/workflow/check.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { storedObject } from '#engine/store/sql/stored-json.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Calls = {
  workflows: Map<string, KnownWorkflow>;
  badCalls: Map<string, { code: 'CYCLE' | 'TOO_LARGE'; message: string }>;
};

/** Holds until the transaction ends: nobody else publishes a workflow that runs others. */
export async function lockCalls({ client, tenantId }: Transaction): Promise<void> {
  await client.$queryRaw(
    Prisma.sql`/* lock_calls */ select pg_advisory_xact_lock(hashtext('taskflow.calls'), hashtext(${tenantId})) is null as held`,
  );
}

/** The workflows that a definition runs, and which of them lead back to it or too deep. */
export async function checkCalls(tx: Transaction, { workflow, workflows }: CheckedDefinition): Promise<Calls> {
  const names = [...workflows.keys()];
  if (names.length === 0) return { workflows: new Map(), badCalls: new Map() };
  const known = await findCalled(tx, names);
  const badCalls: Calls['badCalls'] = new Map();
  const name = workflow?.name;
  if (name !== undefined) {
    const calls = await readCalls(tx, name, names);
    for (const callee of names) {
      const bad = faultOfCall(calls, name, callee);
      if (bad !== undefined) badCalls.set(callee, bad);
    }
  }
  return { workflows: known, badCalls };
}

function faultOfCall(calls: Map<string, string[]>, name: string, callee: string) {
  const circle = findCircle(calls, { name, callee });
  if (circle !== undefined) {
    const message = `a workflow may not run itself, not through others either: ${sayChain(circle)}`;
    return { code: 'CYCLE' as const, message };
  }
  const above = longestChain(reversed(calls), name).reverse();
  const chain = [...above, ...longestChain(calls, callee)];
  const max = subflowBounds.depthMax;
  if (chain.length <= max) return undefined;
  const message = `${sayCount(chain.length, 'workflow')} run each other, ${max} is the most: ${sayChain(chain)}`;
  return { code: 'TOO_LARGE' as const, message };
}

async function findCalled({ client, tenantId }: Transaction, names: string[]): Promise<Map<string, KnownWorkflow>> {
  const rows = await client.$queryRaw<{ name: string; variables: unknown }[]>(Prisma.sql`/* find_called_variables */
    select w.name, coalesce(v.definition->'variables', '{}'::json) as variables
    from workflows w
    join workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.number = w.version
    where w.tenant_id = ${tenantId}::uuid and w.name = any(${names}::text[])`);
  return new Map(rows.map(({ name, variables }) => [name, { variables: variablesOf(name, variables) }]));
}

// The variables of a definition are read by the one reader that there is.
function variablesOf(name: string, stored: unknown): KnownWorkflow['variables'] {
  const definition = { name, variables: storedObject(stored), tasks: [{ id: 'any', type: 'any' }] };
  const parsed = parseDefinition({ definition });
  if (!parsed.ok) throw new Error(`broken invariant: the variables of a published workflow are read: ${name}`);
  return parsed.definition.variables;
}

/** What the workflows run that can be reached from the called or lead to the caller, as their latest versions say; what the caller itself ran before does not count. */
async function readCalls(
  { client, tenantId }: Transaction,
  name: string,
  callees: readonly string[],
): Promise<Map<string, string[]>> {
  const depthMax = subflowBounds.depthMax + 1;
  const rows = await client.$queryRaw<{ caller: string; callee: string }[]>(Prisma.sql`/* read_calls */
    with recursive down as (
      select w.id, 1 as depth from workflows w where w.tenant_id = ${tenantId}::uuid and w.name = any(${[...callees]}::text[])
      union
      select c.callee_id, d.depth + 1
      from down d
      join workflow_calls c on c.tenant_id = ${tenantId}::uuid and c.workflow_id = d.id
      where d.depth < ${depthMax}
    ),
    up as (
      select w.id, 1 as depth from workflows w where w.tenant_id = ${tenantId}::uuid and w.name = ${name}
      union
      select c.workflow_id, u.depth + 1
      from up u
      join workflow_calls c on c.tenant_id = ${tenantId}::uuid and c.callee_id = u.id
      where u.depth < ${depthMax}
    ),
    reached as (
      select c.workflow_id, c.callee_id from (select distinct id from down) d
      join workflow_calls c on c.tenant_id = ${tenantId}::uuid and c.workflow_id = d.id
      union
      select c.workflow_id, c.callee_id from (select distinct id from up) u
      join workflow_calls c on c.tenant_id = ${tenantId}::uuid and c.callee_id = u.id
    )
    select a.name as caller, b.name as callee
    from reached r
    join workflows a on a.tenant_id = ${tenantId}::uuid and a.id = r.workflow_id
    join workflows b on b.tenant_id = ${tenantId}::uuid and b.id = r.callee_id
    where a.name <> ${name}
    limit ${subflowBounds.callsMax}`);
  return new Map(
    [...Map.groupBy(rows, ({ caller }) => caller)].map(([caller, called]) => [
      caller,
      called.map(({ callee }) => callee),
    ]),
  );
}

/** Notes what the latest version of a workflow runs. */
export async function noteCalls({ client, tenantId }: Transaction, workflowId: string, names: string[]): Promise<void> {
  await client.workflowCall.deleteMany({ where: { tenantId, workflowId } });
  if (names.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* insert_workflow_calls */
    insert into workflow_calls (tenant_id, workflow_id, callee_id)
    select tenant_id, ${workflowId}::uuid, id
    from workflows
    where tenant_id = ${tenantId}::uuid and name = any(${names}::text[])`);
}
