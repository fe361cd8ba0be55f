/**
 * Tries out a definition before it is registered: a worker carries its handler out once, as it would for a job, and
 * whoever asked waits for the answer. It is no job: it stands in no list, and is forgotten within minutes.
 */
import { taskBounds } from '#domain/bounds/task.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { nothingPrivate, type OutboundRules } from '#domain/outbound/admit-url.ts';
import { defaultQueueName } from '#domain/queue/default-queue.ts';
import { done, type Outcome, refuse, refuseAll, refuseForNow } from '#domain/refusal.ts';
import type { Handler } from '#domain/task/handler.ts';
import { keepHeaders, keptNames } from '#domain/task/kept-headers.ts';
import { checkJson } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { storedObject } from '#engine/store/sql/stored-json.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { checkParams } from '#engine/task/input-schema.ts';
import { readDefinition } from '#engine/task/read-definition.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { awaitTestAnswer } from './await-test-answer.ts';
import type { TestAnswer } from './test-answer.ts';

export type TestTaskInput = {
  /** The task it is to be; values of headers may be kept from the one of this name. */
  name: string;
  handler: unknown;
  /** Whose workers carry it out; `default` unless given. */
  queue?: string | null;
  params?: Json;
  inputSchema?: unknown;
  resultSchema?: unknown;
};

/** Carries it out once. What the handler says is an answer; what is wrong with the definition is refused. */
export async function testTask(
  context: Context,
  input: TestTaskInput,
  rules: OutboundRules = nothingPrivate,
): Promise<Outcome<TestAnswer>> {
  const refused = refuseUnless(context, 'task.edit');
  if (refused !== undefined) return refused;
  const { name, handler, inputSchema, resultSchema } = input;
  const params = input.params ?? null;
  const read = readDefinition({ name, handler, inputSchema, resultSchema }, rules);
  const unfit = checkJson({ value: params, path: ['params'], sizeBytesMax: valueBounds.payloadSizeBytesMax });
  if (!read.ok) return refuseAll([...read.refusals, ...unfit]);
  if (unfit.length > 0) return refuseAll(unfit);
  const fits = checkParams(read.value.inputSchema, params, ['params']);
  if (!fits.ok) return fits;
  const queue = input.queue ?? defaultQueueName;
  const call = { id: newId(), name, queue, handler: read.value.handler, params };
  const stored = await hintedCommand(context, ['test', 'news'], (tx) => store(tx, context, call));
  if (!stored.ok) return stored;
  return done(judge(await awaitTestAnswer(context, call), read.value.resultSchema));
}

type Call = { id: string; name: string; queue: string; handler: Handler; params: Json };

async function store(tx: Transaction, { actor }: Context, call: Call): Promise<Outcome<undefined>> {
  const { client, tenantId, now } = tx;
  const full = await refuseMore(tx);
  if (full !== undefined) return full;
  const queues = await client.queue.count({ where: { tenantId, name: call.queue } });
  if (queues === 0) return refuse('NOT_FOUND', `there is no queue "${call.queue}"`, ['queue']);
  const task = await readTask(tx, call.name);
  const handler = keepHeaders(call.handler, task?.handler ?? null);
  if (!handler.ok) return handler;
  const by = actorName(actor);
  await client.testCall.createMany({
    data: [
      {
        tenantId,
        id: call.id,
        queue: call.queue,
        task: call.name,
        handler: handler.value,
        params: call.params ?? Prisma.DbNull,
        keptHeaders: keptNames(call.handler),
        timeoutMs: taskBounds.testCallMsMax,
        createdBy: by,
        createdAt: now,
      },
    ],
  });
  const payloads = [{ name: call.name, ...whatIsCalled(call.handler) }];
  await appendEvents(tx, [{ type: 'task.tested', entityIds: [task?.id ?? call.id], actor: by, payloads }]);
  return done(undefined);
}

// Who tries things out does so one after the other: the count is exact, and waits for nobody but the same tenant's calls.
async function refuseMore(tx: Transaction): Promise<ReturnType<typeof refuse> | undefined> {
  const { client, tenantId, now } = tx;
  await client.$queryRaw(
    Prisma.sql`/* lock_test_calls */ select pg_advisory_xact_lock(hashtextextended(${`test calls ${tenantId}`}, 0)) is null as locked`,
  );
  const since = new Date(now.getTime() - 60_000);
  const recent = await client.testCall.findMany({
    where: { tenantId, createdAt: { gte: since } },
    select: { createdAt: true, finishedAt: true },
    take: taskBounds.testCallsPerMinuteMax,
  });
  const openMs = taskBounds.testCallMsMax + taskBounds.testCallClaimMsMax;
  const open = recent.filter((one) => one.finishedAt === null && now.getTime() - one.createdAt.getTime() < openMs);
  if (open.length >= taskBounds.testCallsOpenMax)
    return refuseForNow(`${taskBounds.testCallsOpenMax} test calls of this tenant are under way`, 1_000);
  if (recent.length < taskBounds.testCallsPerMinuteMax) return undefined;
  return refuseForNow(`a tenant makes at most ${taskBounds.testCallsPerMinuteMax} test calls a minute`, 10_000);
}

async function readTask(tx: Transaction, name: string): Promise<{ id: string; handler: JsonObject } | undefined> {
  const [task] = await tx.client.$queryRaw<{ id: string; handler: unknown }[]>(Prisma.sql`/* read_tested_task */
    select t.id, v.handler
    from tasks t
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
    where t.tenant_id = ${tx.tenantId}::uuid and t.name = ${name}`);
  return task === undefined ? undefined : { id: task.id, handler: storedObject(task.handler) };
}

function whatIsCalled(handler: Handler): { handler: string; url: string | null } {
  if ('http' in handler) return { handler: 'http', url: handler.http.url };
  if ('plugin' in handler) return { handler: 'plugin', url: handler.plugin.runtimeUrl };
  return { handler: 'builtin', url: null };
}

/** As a job is judged: a result that breaks the schema is a failure. */
function judge(answer: TestAnswer, resultSchema: JsonObject | null): TestAnswer {
  if (answer.error !== null || answer.isResultCut || !isJsonObject(resultSchema)) return answer;
  const fits = checkParams(resultSchema, answer.result, ['result']);
  if (fits.ok) return answer;
  const message = fits.refusals[0]?.message ?? 'the result breaks its schema';
  return { ...answer, error: { type: 'RESULT_CONTRACT', message, retryable: false } };
}
