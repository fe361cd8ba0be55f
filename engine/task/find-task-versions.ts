/** What an executor needs to know of a task version. Versions are immutable, so callers may keep them. */

import type { RetryPolicy } from '#domain/task/retry-policy.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Database } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { readRetry } from './task-catalogue.ts';

export type ExecutableVersion = {
  id: string;
  task: string;
  handler: JsonObject;
  timeoutMs: number;
  retry: RetryPolicy;
  resultSchema: JsonObject | null;
  /** True when there is no such version, or reading it throws. */
  isUnreadable?: boolean;
};

type Row = { id: string; name: string; handler: Json; timeout_ms: number; retry: Json; result_schema: Json };

/** The versions by id. Worker role: any tenant. */
export async function findTaskVersions(
  database: Database,
  versions: readonly { tenantId: string; id: string }[],
): Promise<Map<string, ExecutableVersion>> {
  const rows = await database.client.$queryRaw<Row[]>(Prisma.sql`/* find_task_versions */
    select v.id, t.name, v.handler, v.timeout_ms, v.retry, v.result_schema
    from unnest(${uuidArray(versions.map((one) => one.tenantId))}::text::uuid[], ${uuidArray(versions.map((one) => one.id))}::text::uuid[]) as w (tenant_id, id)
    join task_versions v on v.tenant_id = w.tenant_id and v.id = w.id
    join tasks t on t.tenant_id = v.tenant_id and t.id = v.task_id`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        task: row.name,
        handler: isJsonObject(row.handler) ? row.handler : {},
        timeoutMs: row.timeout_ms,
        retry: readRetry(row.retry),
        resultSchema: isJsonObject(row.result_schema) ? row.result_schema : null,
      },
    ]),
  );
}
