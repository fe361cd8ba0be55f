/** The params that a job had before a person gave it others, so that history says which attempt went with which. */
import { readNeeds } from '#domain/gate/declared-needs.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { checkParams } from '#engine/task/input-schema.ts';
import { needsOfJob, storedNeedsOf } from '#engine/task/needs-of-job.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { insertGates } from './insert/insert-gates.ts';

/** Params of the attempts up to and with this fence, as far as no earlier ones reach to them. */
export type EarlierParams = { upToFence: number; params: Json };

type Replacing = { jobId: string; taskVersionId: string; params: Json; actor: string };

/**
 * Gives a job other params, which its version of the task must take, and keeps those that it had. The caller moves the
 * job in the same transaction, and its event tells of both.
 */
export async function replaceParams(
  tx: Transaction,
  { jobId, taskVersionId, params, actor }: Replacing,
): Promise<Outcome<undefined>> {
  const { client, tenantId } = tx;
  const version = await client.taskVersion.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: taskVersionId } },
    select: { inputSchema: true, needs: true, task: { select: { id: true, name: true } } },
  });
  const schema = storedJson(version.inputSchema);
  const checked = checkParams(isJsonObject(schema) ? schema : null, params, ['params']);
  if (!checked.ok) return checked;
  const task = { taskId: version.task.id, name: version.task.name, needs: readNeeds(storedJson(version.needs)) };
  const needs = needsOfJob(task, { tenantId, params, path: ['params'] });
  if (!needs.ok) return needs;
  await insertGates(client, [{ tenantId, needs: needs.value }]);
  const stored = storedNeedsOf(needs.value);
  // Params that no attempt went with are of no history: the first that were kept for a fence stay.
  await client.$executeRaw(Prisma.sql`/* replace_params */
    with before as materialized (
      select tenant_id, id, fence, params
      from jobs
      where tenant_id = ${tenantId}::uuid and id = ${jobId}::uuid
      for update
    ),
    kept as (
      insert into earlier_params (tenant_id, job_id, fence, params, replaced_at, replaced_by)
      select tenant_id, id, fence, params, now(), ${actor}
      from before
      on conflict do nothing
    )
    update jobs j
    set params = ${JSON.stringify(params)}::json, needs = ${stored === null ? null : JSON.stringify(stored)}::json
    from before b
    where j.tenant_id = b.tenant_id and j.id = b.id`);
  return done(undefined);
}

/** Earlier params by job id, the first ones first. */
export async function loadEarlierParams(
  context: Context,
  jobIds: readonly string[],
): Promise<Outcome<Map<string, EarlierParams[]>>> {
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<(Sized & { id: string; params: unknown })[]>(
      upToBound(
        'load_earlier_params',
        ['params'],
        Prisma.sql`
          select job_id || ' ' || lpad(fence::text, 10, '0') as id, params, octet_length(params::text) as size
          from earlier_params
          where tenant_id = ${tx.tenantId}::uuid and job_id = any(${[...jobIds]}::uuid[])`,
      ),
    ),
  );
  const loaded = allOrNone(new Map(rows.map((row) => [row.id, row])), 'the earlier params of the jobs');
  if (!loaded.ok) return loaded;
  const earlier = new Map<string, EarlierParams[]>(jobIds.map((id) => [id, []]));
  for (const [id, { params }] of [...loaded.value].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const [jobId = '', fence] = id.split(' ');
    earlier.get(jobId)?.push({ upToFence: Number(fence), params: storedJson(params) });
  }
  return done(earlier);
}
