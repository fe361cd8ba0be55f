import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadAttempts } from '#engine/attempt/load-attempts.ts';
import { loadEarlierParams } from '#engine/job/earlier-params.ts';
import { loadJobPayloads, loadJobs } from '#engine/job/load-jobs.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood } from '#testing/worker/worker-by-hand.ts';
import { retryJob } from './retry-jobs.ts';

let bundle: Bundle;
let stage: Stage;
before(async () => {
  bundle = await openBundle();
  stage = await openStage(bundle);
  await stage.task('picky', { name: 'noop' }, { inputSchema: { type: 'object', required: ['n'] } });
});
after(() => bundle.close());

async function failedJob(params: object): Promise<string> {
  const [id = ''] = await stage.enqueue([{ task: 'picky', params: { ...params } }]);
  await failOnce();
  return id;
}

async function failOnce(): Promise<void> {
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map((job) => failedForGood(job)));
}

async function refusalOf(input: Parameters<typeof retryJob>[1]) {
  const outcome = await retryJob(stage.context, input);
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, ...path].join(' '));
}

test('a job is tried again with other params, and each attempt tells with which it went', async () => {
  const id = await failedJob({ n: 1 });
  valueOf(await retryJob(stage.context, { id, params: { n: 2 } }));
  await failOnce();
  valueOf(await retryJob(stage.context, { id, params: { n: 3 } }));
  const payload = valueOf(await loadJobPayloads(stage.context, [id])).get(id);
  assert.deepEqual(payload?.params, { n: 3 });
  const earlier = valueOf(await loadEarlierParams(stage.context, [id])).get(id);
  assert.deepEqual(earlier, [
    { upToFence: 1, params: { n: 1 } },
    { upToFence: 2, params: { n: 2 } },
  ]);
  const job = (await loadJobs(stage.context, [id])).get(id);
  assert.ok(job !== undefined, 'the job is there');
  const attempts = valueOf(await loadAttempts(stage.context, [job])).get(id);
  assert.deepEqual(
    attempts?.map(({ fence }) => fence),
    [1, 2],
  );
});

test('the event of the retry says that the params changed, and one without params does not', async () => {
  const ledger = bundle.ledger(stage.context);
  const id = await failedJob({ n: 1 });
  valueOf(await retryJob(stage.context, { id, params: { n: 2 } }));
  await failOnce();
  valueOf(await retryJob(stage.context, { id }));
  const isRetry = ({ type, entityId }: { type: string; entityId: string }) =>
    type === 'job.requeued' && entityId === id;
  const told = await ledger.seen('two retries', isRetry, 2);
  ledger.close();
  assert.deepEqual(
    told.map(({ payload }) => payload),
    [{ paramsChanged: true }, null],
  );
});

test('params that the version of its task does not take are refused, and the job stays as it was', async () => {
  const id = await failedJob({ n: 1 });
  assert.deepEqual(await refusalOf({ id, params: { m: 1 } }), ['PARAMS_INVALID params']);
  assert.deepEqual(await refusalOf({ id, params: { n: 'x'.repeat(300_000) } }), ['TOO_LARGE params']);
  assert.deepEqual(valueOf(await loadEarlierParams(stage.context, [id])).get(id), []);
  assert.equal((await loadJobs(stage.context, [id])).get(id)?.state, 'FAILED');
});

test('a step is not given other params: it is tried again with its run', async () => {
  const runId = await stage.run([{ id: 'a', type: 'noop' }]);
  await failOnce();
  const step = await bundle.owner.client.job.findFirstOrThrow({ where: { runId } });
  assert.deepEqual(await refusalOf({ id: step.id, params: { n: 1 } }), ['ILLEGAL_TRANSITION id']);
});

test('earlier params of another tenant read as none', async () => {
  const id = await failedJob({ n: 1 });
  valueOf(await retryJob(stage.context, { id, params: { n: 2 } }));
  const stranger = await bundle.tenant();
  assert.deepEqual(valueOf(await loadEarlierParams(stranger, [id])).get(id), []);
});
