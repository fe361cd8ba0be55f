// What the view of policies says is what a job gets: levels are drawn, and real jobs, claims and attempts held to it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { permissionsOf } from '#domain/access/permissions.ts';
import type { PolicyLine } from '#domain/policy/policy-line.ts';
import { nextDelayMs, parseRetryPolicy } from '#domain/task/retry-policy.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { type PolicySubject, readEffectivePolicy } from '#engine/policy/read-effective-policy.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { newId } from '#engine/store/id.ts';
import { updateTenantLimits } from '#engine/tenant/update-tenant-limits.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failed } from '#worker/handlers/handler.ts';
import { Attempt } from './attempt.ts';
import { openLogWriter } from './log-writer.ts';
import { settlementOf } from './outcome.ts';
import { VersionCache } from './version-cache.ts';

// What an attempt is held to is decided without a word in the log.
const silent = { warn: assert.fail, error: assert.fail };

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const anyCap = fc.option(fc.integer({ min: 1, max: 5 }));
const anyTimeout = fc.option(fc.constantFrom('PT5M', 'PT7S', 'PT1H'), { nil: undefined });
const anyRetry = fc.option(
  fc.record({
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    strategy: fc.constantFrom('FIXED', 'LINEAR', 'EXPONENTIAL'),
    baseDelay: fc.constantFrom('PT1S', 'PT3S'),
    jitter: fc.constant('NONE'),
  }),
  { nil: undefined },
);
const anyPriority = fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined });
const anyMutex = fc.option(fc.constantFrom('ledger', 'till'), { nil: undefined });
const anyLevels = fc.record({
  tenantCap: anyCap,
  queueCap: anyCap,
  taskCap: anyCap,
  workflowCap: anyCap,
  priority: anyPriority,
  timeout: anyTimeout,
  retry: anyRetry,
  mutex: anyMutex,
  step: fc.record(
    { timeout: anyTimeout, retry: anyRetry, mutex: anyMutex, priority: anyPriority },
    { noNullPrototype: true },
  ),
});
type Levels = typeof anyLevels extends fc.Arbitrary<infer Value> ? Value : never;

async function setUp({ tenantCap, queueCap, taskCap, priority, timeout, retry, mutex }: Levels): Promise<Stage> {
  const stage = await openStage(bundle);
  const { context, queue } = stage;
  const actor = { ...context.actor, role: 'PLATFORM_ADMIN', permissions: permissionsOf('PLATFORM_ADMIN') } as const;
  const limits = { maxRunningJobs: tenantCap };
  valueOf(await updateTenantLimits({ ...context, actor }, { tenant: `tnt_${context.tenantId}`, limits }));
  valueOf(await upsertQueue(context, { name: queue, concurrency: queueCap }));
  const more = { priority, timeout, retry, mutex, ...(taskCap !== null && { concurrency: { max: taskCap } }) };
  await stage.task('work', { name: 'noop' }, JSON.parse(JSON.stringify(more)));
  return stage;
}

async function linesOf({ context }: Stage, subject: PolicySubject): Promise<ReadonlyMap<string, PolicyLine>> {
  const { lines } = valueOf(await readEffectivePolicy(context, subject));
  return new Map(lines.map((line) => [line.kind, line]));
}

/** What a failed first attempt of the job leads to, and how long it may take, by what the worker has in hand. */
async function carriedOut(job: ClaimedJob) {
  const versions = new VersionCache(bundle.worker, () => () => failed({ type: 'NO', message: 'no', retryable: true }));
  await versions.load([job]);
  const logs = openLogWriter({ database: bundle.worker, log: silent, onWritten: () => undefined });
  const attempt = new Attempt(job, versions.of(job), { heardAtMs: 0, logs });
  const after = settlementOf(attempt, failed({ type: 'NO', message: 'no', retryable: true }), 0.5);
  return { timeoutMs: attempt.timeoutMs, after };
}

async function holdsFor(job: ClaimedJob, lines: ReadonlyMap<string, PolicyLine>): Promise<void> {
  const { timeoutMs, after } = await carriedOut(job);
  assert.deepEqual({ ok: true, value: timeoutMs }, parseDurationMs(String(lines.get('TIMEOUT')?.value)), 'timeout');
  const told = lines.get('RETRY')?.value;
  const retry = valueOf(parseRetryPolicy(told));
  assert.equal(job.maxAttempts, retry.maxAttempts, 'attempts');
  if (retry.maxAttempts === 1) assert.equal(after.to, 'DEAD');
  else assert.equal(after.to === 'SCHEDULED' && after.delayMs, nextDelayMs(retry, 1, 0.5), 'the delay of a retry');
}

async function storedOf(id: string) {
  return await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
}

const enqueued = 6;

function capOf(lines: ReadonlyMap<string, PolicyLine>): number {
  const limit = lines.get('RUNNING_MAX')?.value ?? enqueued;
  return isJsonObject(limit) ? Number(limit.max) : Number(limit);
}

test('what is told of a task is what its jobs get: queue, priority, retries, timeout, and how many run at once', async () => {
  await fc.assert(
    fc.asyncProperty(anyLevels, async (levels) => {
      const stage = await setUp(levels);
      const lines = await linesOf(stage, { task: 'work' });
      const [first = ''] = await stage.enqueue(Array.from({ length: enqueued }, () => ({ task: 'work' })));
      const claimed = await (await stage.worker()).claim();
      const isAlone = lines.get('MUTEX')?.value !== null;
      assert.equal(claimed.length, isAlone ? 1 : Math.min(capOf(lines), enqueued), 'running at once');
      const job = claimed[0];
      assert.ok(job !== undefined);
      await holdsFor(job, lines);
      const stored = await storedOf(first);
      assert.equal(stored.priority, lines.get('PRIORITY')?.value);
      assert.deepEqual([stage.queue, 'TASK'], [lines.get('QUEUE')?.value, lines.get('QUEUE')?.level]);
    }),
    { numRuns: 12 },
  );
});

test('what is told of a step is what its job gets, with what the step itself says', async () => {
  await fc.assert(
    fc.asyncProperty(anyLevels, async (levels) => {
      const stage = await setUp(levels);
      const workflow = `workflow ${newId()}`;
      const own: JsonObject = JSON.parse(JSON.stringify(levels.step));
      const { timeout, ...step } = own;
      const definition = {
        name: workflow,
        tasks: [{ id: 'a', type: 'work', ...(timeout !== undefined && { timeout }), ...step }],
      };
      valueOf(await publishWorkflow(stage.context, { definition }));
      const lines = await linesOf(stage, { workflow, step: 'a' });
      for (let n = 0; n < enqueued; n += 1) valueOf(await startRun(stage.context, { workflow, variables: {} }));
      const claimed = await (await stage.worker()).claim();
      const held = lines.get('MUTEX')?.value;
      assert.equal(claimed.length, held === null ? Math.min(capOf(lines), enqueued) : 1, 'running at once');
      const [job] = claimed;
      assert.ok(job !== undefined);
      await holdsFor(job, lines);
      assert.equal((await storedOf(job.jobId)).priority, lines.get('PRIORITY')?.value);
      const gates = await bundle.owner.client.gate.count({
        where: { tenantId: stage.context.tenantId, kind: 'MUTEX' },
      });
      assert.equal(gates, Array.isArray(held) ? held.length : 0, 'mutexes');
    }),
    { numRuns: 12 },
  );
});
