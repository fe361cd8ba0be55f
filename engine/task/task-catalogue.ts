/** What a job takes from its task at the moment it is made: the current version, its queue and its policies. */

import { type DeclaredNeeds, readNeeds } from '#domain/gate/declared-needs.ts';
import { parseSla, type Sla } from '#domain/sla/sla.ts';
import { parseRetryPolicy, type RetryPolicy } from '#domain/task/retry-policy.ts';
import { assert } from '#domain/unreachable.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The current version of a task, as far as making and running a job of it goes. */
export type TaskTarget = {
  taskId: string;
  taskVersionId: string;
  name: string;
  queueId: string;
  priority: number;
  retry: RetryPolicy;
  timeoutMs: number;
  inputSchema: JsonObject | null;
  sla: Sla;
  /** What its jobs must hold while they run; null for most. */
  needs: DeclaredNeeds | null;
  /** Why nothing new is to be made of it; undefined while something may be. */
  deprecated: { reason: string | null } | undefined;
};

type Row = {
  task_id: string;
  id: string;
  name: string;
  queue_id: string;
  priority: number;
  retry: Json;
  timeout_ms: number;
  input_schema: Json;
  sla: Json;
  needs: Json;
  is_deprecated: boolean;
  deprecated_reason: string | null;
};

/** The current versions of the named tasks, by name; an unknown name is simply absent. */
export async function findTasksByName(
  client: Statements,
  tenantId: string,
  names: readonly string[],
): Promise<Map<string, TaskTarget>> {
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* find_tasks_by_name */
    select t.id as task_id, v.id, t.name, v.queue_id, v.priority, v.retry, v.timeout_ms, v.input_schema, v.sla, v.needs,
      t.deprecated_at is not null as is_deprecated, t.deprecated_reason
    from tasks t
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
    where t.tenant_id = ${tenantId}::uuid and t.name = any(${[...names]}::text[])`);
  return new Map(rows.map((row) => [row.name, readTarget(row)]));
}

/** The current versions of named tasks of several tenants, by `<tenant> <name>`. */
export async function findTasksOfTenants(
  client: Asking,
  tasks: readonly { tenantId: string; name: string }[],
): Promise<Map<string, TaskTarget>> {
  const rows = await client.$queryRaw<(Row & { tenant_id: string })[]>(Prisma.sql`/* find_tasks_of_tenants */
    select t.tenant_id, t.id as task_id, v.id, t.name, v.queue_id, v.priority, v.retry, v.timeout_ms, v.input_schema, v.sla, v.needs,
      t.deprecated_at is not null as is_deprecated, t.deprecated_reason
    from unnest(${uuidArray(tasks.map((task) => task.tenantId))}::text::uuid[], ${tasks.map((task) => task.name)}::text[]) as wanted (tenant_id, name)
    join tasks t on t.tenant_id = wanted.tenant_id and t.name = wanted.name
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version`);
  return new Map(rows.map((row) => [`${row.tenant_id} ${row.name}`, readTarget(row)]));
}

/** The current versions of tasks of any tenant, by task id. */
export async function findTasksById(
  client: Statements,
  tasks: readonly { tenantId: string; taskId: string }[],
): Promise<Map<string, TaskTarget>> {
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* find_tasks_by_id */
    select t.id as task_id, v.id, t.name, v.queue_id, v.priority, v.retry, v.timeout_ms, v.input_schema, v.sla, v.needs,
      t.deprecated_at is not null as is_deprecated, t.deprecated_reason
    from unnest(${tasks.map((task) => task.tenantId)}::uuid[], ${tasks.map((task) => task.taskId)}::uuid[]) as wanted (tenant_id, id)
    join tasks t on t.tenant_id = wanted.tenant_id and t.id = wanted.id
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version`);
  return new Map(rows.map((row) => [row.task_id, readTarget(row)]));
}

function readTarget(row: Row): TaskTarget {
  return {
    taskId: row.task_id,
    taskVersionId: row.id,
    name: row.name,
    queueId: row.queue_id,
    priority: row.priority,
    retry: readRetry(row.retry),
    timeoutMs: row.timeout_ms,
    inputSchema: isJsonObject(row.input_schema) ? row.input_schema : null,
    sla: readSla(row.sla),
    needs: readNeeds(row.needs),
    deprecated: row.is_deprecated ? { reason: row.deprecated_reason } : undefined,
  };
}

/** A stored policy was checked when it was given. One that cannot be read is a fault: no other stands for it. */
export function readRetry(value: Json): RetryPolicy {
  const policy = parseRetryPolicy(value);
  assert(policy.ok, `the stored retry policy can be read: ${JSON.stringify(value)}`);
  return policy.value;
}

function readSla(value: Json): Sla {
  const sla = parseSla(value ?? undefined);
  return sla.ok ? sla.value : {};
}
