/** Whose log is read: that of an attempt, of a job with all its attempts, or of a run with all its steps. */
import type { Context } from '#engine/store/context.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Ids are bare uuids. `step` is the id of a step in the definition; without it all. */
export type LogScope =
  | { kind: 'job'; jobId: string; fence?: number | undefined }
  | { kind: 'run'; runId: string; step?: string | undefined };

/** The condition on a chunk `c`. */
export function inScope(scope: LogScope, tenantId: Context['tenantId']): Prisma.Sql {
  if (scope.kind === 'job') {
    const attempt = scope.fence === undefined ? Prisma.empty : Prisma.sql` and c.fence = ${scope.fence}::int`;
    return Prisma.sql`c.tenant_id = ${tenantId}::uuid and c.job_id = ${scope.jobId}::uuid${attempt}`;
  }
  const step = scope.step === undefined ? Prisma.empty : Prisma.sql` and c.step_key = ${scope.step}`;
  return Prisma.sql`c.tenant_id = ${tenantId}::uuid and c.run_id = ${scope.runId}::uuid${step}`;
}
