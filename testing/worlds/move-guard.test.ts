import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { bundleOf, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood, retryLater } from '#testing/worker/worker-by-hand.ts';

test('the guard refuses a move that no table knows, a move that names no event, and one whose event is not written', async (t) => {
  const bundle = await bundleOf(t);
  const context = await bundle.tenant();
  await registerBuiltin(context, 'noop', { name: 'noop' });
  valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop' }] }));
  const { client } = bundle.owner;
  const move = (sets: string) => client.$executeRawUnsafe(`update jobs set ${sets}`);
  await assert.rejects(
    move(`state = 'SUCCEEDED', finished_at = now(), event_ids = event_ids || nextval('events_id_seq')`),
    /no table knows this move/,
  );
  await assert.rejects(move(`state = 'CANCELLED', finished_at = now()`), /does not name the event/);
  await assert.rejects(
    move(`state = 'CANCELLED', finished_at = now(), event_ids = array[nextval('events_id_seq')]`),
    /does not name the event/,
  );
  await assert.rejects(
    move(`state = 'CANCELLED', finished_at = now(), event_ids = event_ids || nextval('events_id_seq')`),
    /without its event/,
  );
  const job = await client.job.findFirstOrThrow();
  assert.equal(job.state, 'PENDING');
});

test('the guard refuses to change or remove an attempt that has ended, and to give a job another life without keeping it', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const [fails = '', waits = ''] = await stage.enqueue(2);
  const worker = await stage.worker();
  const jobs = await worker.claim();
  await worker.settle(jobs.map((job) => (job.jobId === fails ? failedForGood(job) : retryLater(job, 0))));
  valueOf(await cancelJob(stage.context, { id: waits }));
  const { client } = bundle.owner;
  await assert.rejects(client.$executeRaw`update attempts set decision = 'none'`, /attempt 1 of job .* has ended/);
  await assert.rejects(client.$executeRaw`delete from attempts`, /attempt 1 of job .* has ended/);
  const revive = `state = 'PENDING', finished_at = null, event_ids = event_ids || nextval('events_id_seq')`;
  await assert.rejects(
    client.$executeRawUnsafe(`update jobs set ${revive} where state = 'FAILED'`),
    /lost its attempt/,
  );
  // What a waiting job tells of its latest attempt has a row already; only its event is missing here.
  await assert.rejects(
    client.$executeRawUnsafe(`update jobs set ${revive} where state = 'CANCELLED'`),
    /without its event/,
  );
});
