/** The worker's side of test calls: it takes those that wait, writes down what came of them, and forgets old ones. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Database } from '#engine/store/database.ts';
import { storedJson, storedObject } from '#engine/store/sql/stored-json.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { TestAnswer } from './test-answer.ts';

// What counts for the limit of a minute, and some more for clocks and slow answers.
const forgetAfterMs = 2 * 60_000;
const forgetBatchMax = 1_000;

export type ClaimedTestCall = {
  tenantId: string;
  id: string;
  task: string;
  handler: JsonObject;
  params: Json;
  keptHeaders: string[];
  timeoutMs: number;
};

type Row = Omit<ClaimedTestCall, 'handler' | 'params'> & { handler: unknown; params: unknown };

/** Takes calls for queues that this worker serves; no names mean all. Whoever asked has given up on older ones. */
export async function claimTestCalls(
  { client }: Database,
  { slots, queues }: { slots: number; queues: readonly string[] },
): Promise<ClaimedTestCall[]> {
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* claim_test_calls */
    with waiting as (
      select tenant_id, id
      from test_calls
      where claimed_at is null and created_at > now() - make_interval(secs => ${taskBounds.testCallClaimMsMax / 1_000})
        ${queues.length === 0 ? Prisma.empty : Prisma.sql`and queue = any(${[...queues]}::text[])`}
      order by created_at
      limit ${slots}
      for update skip locked
    )
    update test_calls c
    set claimed_at = now()
    from waiting w
    where c.tenant_id = w.tenant_id and c.id = w.id
    returning c.tenant_id as "tenantId", c.id, c.task, c.handler, c.params, c.kept_headers as "keptHeaders",
      c.timeout_ms as "timeoutMs"`);
  return rows.map((row) => ({ ...row, handler: storedObject(row.handler), params: storedJson(row.params) }));
}

/** Writes down what came of a call, in place of what was asked. */
export async function answerTestCall(
  { client }: Database,
  { tenantId, id }: Pick<ClaimedTestCall, 'tenantId' | 'id'>,
  answer: TestAnswer,
): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* answer_test_call */
    update test_calls
    set finished_at = now(), answer = ${JSON.stringify(answer)}::text::json, handler = null, params = null
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and finished_at is null`);
}

/** Lets go of calls that nobody waits for and no limit counts any more. */
export async function forgetTestCalls({ client }: Database): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* forget_test_calls */
    delete from test_calls
    where (tenant_id, id) in (
      select tenant_id, id
      from test_calls
      where created_at < now() - make_interval(secs => ${forgetAfterMs / 1_000})
      limit ${forgetBatchMax}
      for update skip locked
    )`);
}
