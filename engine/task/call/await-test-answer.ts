/** Waits until a worker has carried out a test call, and forgets what was asked and answered. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type TestAnswer, unanswered } from './test-answer.ts';

// A person waits: shorter would be no answer sooner to the eye, and costs a statement each time.
const lookMs = 100;
// After the call's own limit: for writing down what came of it.
const slackMs = 2_000;

type Row = { isClaimed: boolean; answer: unknown };

/** The answer; one that says so when no worker took the call, or none came in time. */
export async function awaitTestAnswer(
  context: Context,
  { id, queue }: { id: string; queue: string },
): Promise<TestAnswer> {
  const beganAtMs = performance.now();
  const waitedMs = () => Math.round(performance.now() - beganAtMs);
  const { testCallClaimMsMax: claimMs, testCallMsMax: callMs } = taskBounds;
  while (waitedMs() < claimMs + callMs + slackMs) {
    const call = await look(context, id, waitedMs() >= claimMs);
    if (call === 'given up') {
      const message = `no worker that serves the queue "${queue}" took it within ${claimMs / 1_000} s`;
      return unanswered({ type: 'NO_WORKER', message, retryable: true }, waitedMs());
    }
    if (call !== 'open') return call;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  const message = 'the worker that took it has not answered: it was perhaps stopped meanwhile';
  return unanswered({ type: 'NO_ANSWER', message, retryable: true }, waitedMs());
}

/** `isLate`: what nobody has taken by now is taken back. */
async function look(context: Context, id: string, isLate: boolean): Promise<TestAnswer | 'open' | 'given up'> {
  return await transaction(context.database, context.tenantId, async ({ client, tenantId }) => {
    const [row] = await client.$queryRaw<Row[]>(Prisma.sql`/* read_test_answer */
      select claimed_at is not null as "isClaimed", answer
      from test_calls
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`);
    // Forgotten by the worker's sweep: it lay there for longer than anybody waits.
    if (row === undefined) return 'given up';
    if (isAnswer(row.answer)) {
      await client.testCall.updateMany({
        where: { tenantId, id },
        data: { answer: Prisma.DbNull, handler: Prisma.DbNull, params: Prisma.DbNull },
      });
      return row.answer;
    }
    if (row.isClaimed || !isLate) return 'open';
    const taken = await client.$executeRaw(Prisma.sql`/* give_up_test_call */
      update test_calls
      set claimed_at = now(), finished_at = now(), handler = null, params = null
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and claimed_at is null`);
    return taken > 0 ? 'given up' : 'open';
  });
}

// Written by a worker of this release or of the one beside it.
function isAnswer(value: unknown): value is TestAnswer {
  return typeof value === 'object' && value !== null && 'lines' in value && 'tookMs' in value && 'error' in value;
}
