/** What tasks leave as results, as far as their current versions promise it: for the expressions that read them. */
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { ValueType } from '#domain/expression/value-type.ts';
import { typeOfSchema } from '#domain/json-schema/type-of-schema.ts';
import type { Json } from '#domain/value/json.ts';
import { isJsonObject } from '#domain/value/json.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The types of those whose results have a schema, by the name of the task. */
export async function findResultTypes(tx: Transaction, tasks: readonly string[]): Promise<Map<string, ValueType>> {
  if (tasks.length === 0) return new Map();
  const rows = await tx.client.$queryRaw<{ name: string; schema: Json }[]>(Prisma.sql`/* find_result_types */
    select t.name, v.result_schema as schema
    from tasks t
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
    where t.tenant_id = ${tx.tenantId}::uuid and t.name = any(${[...tasks]}::text[]) and v.result_schema is not null
    limit ${workflowBounds.stepsMax}`);
  return new Map(rows.flatMap(({ name, schema }) => (isJsonObject(schema) ? [[name, typeOfSchema(schema)]] : [])));
}
