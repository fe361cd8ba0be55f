// Workers here are processes, because what happens to processes is what these promises are about.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rulesOf } from '#domain/outbound/admit-url.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { startFakeRuntime } from '#testing/worker/fake-runtime.ts';
import { startWorkerProcess, type WorkerProcess, whenRunning } from '#testing/worker/worker-process.ts';
import { assertWhole, readRun } from '#testing/worlds/run-history.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const limit = { timeout: 90_000 };

async function jobRow(id: string) {
  return await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
}

test(
  'G4: kill -9 of a worker in the middle of a run: another worker ends it right, and no step is done twice',
  limit,
  async (t) => {
    const stage = await openStage(bundle);
    await stage.task('slow', { name: 'sleep', options: { ms: 400 } });
    const ledger = bundle.ledger(stage.context);
    t.after(() => ledger.close());
    const options = { databaseUrl: bundle.ownerUrl, queue: stage.queue };
    const processes = await Promise.all([startWorkerProcess(t, options), startWorkerProcess(t, options)]);
    const runId = await stage.run([
      { id: 'top', type: 'slow' },
      { id: 'left', type: 'slow', dependencies: ['top'] },
      { id: 'right', type: 'slow', dependencies: ['top'] },
      { id: 'bottom', type: 'slow', dependencies: ['left', 'right'] },
    ]);
    const started = await ledger.seen('second started step', (event) => event.type === 'job.started', 2);
    const victim = processes.find((one) => started[1]?.actor === `worker:${one.workerId}`);
    assert.ok(victim !== undefined);
    victim.child.kill('SIGKILL');
    assert.equal(await victim.ended, 'SIGKILL');
    await ledger.seen('end of the run', (event) => event.type === 'run.succeeded');
    const history = await readRun(bundle.owner, runId);
    assertWhole(history);
    assert.ok(history.entries.some((entry) => entry.type === 'job.released' && entry.reason === 'WORKER_LOST'));
  },
);

test('G3: a worker frozen past its lease and thawed changes nothing, and then begins a new life', limit, async (t) => {
  const stage = await openStage(bundle);
  await stage.task('slow', { name: 'sleep', options: { ms: 2_000 } });
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  const frozen = await startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue: stage.queue });
  const ids = await stage.enqueue([{ task: 'slow' }, { task: 'slow' }, { task: 'slow' }]);
  await whenRunning(bundle.owner, frozen.workerId, 3);
  frozen.child.kill('SIGSTOP');
  const other = await bundle.startWorker({ queues: [stage.queue] });
  await ledger.seen('success', (event) => event.type === 'job.succeeded', 3);
  frozen.child.kill('SIGCONT');
  await frozen.says('worker.lost_lease');
  await other.stop(0);
  const [next = ''] = await stage.enqueue(1);
  const [done] = await ledger.seen(
    'job of the new life',
    (event) => event.type === 'job.succeeded' && event.entityId === next,
  );
  assert.notEqual(done?.actor, `worker:${frozen.workerId}`);
  const [lost] = await bundle.owner.client.worker.findMany({ where: { id: frozen.workerId } });
  assert.equal(lost?.state, 'LOST');
  for (const id of ids) {
    const { state, fence, attempt, lastWorkerId } = await jobRow(id);
    assert.deepEqual(
      { state, fence, attempt, lastWorkerId },
      { state: 'SUCCEEDED', fence: 2, attempt: 1, lastWorkerId: other.workerId() },
    );
    const life = ['job.started', 'job.released', 'job.started', 'job.succeeded'];
    assert.deepEqual(await stage.history(id), ['job.created', ...life]);
  }
});

test(
  'G9: on SIGTERM a worker claims nothing more, ends what ends in its grace time, gives back the rest uncounted and exits with 0',
  limit,
  async (t) => {
    const stage = await openStage(bundle);
    // Long enough for the heartbeat to tell of all four, also on a machine that is busy with other tests.
    await stage.task('short', { name: 'sleep', options: { ms: 6_000 } });
    await stage.task('long', { name: 'sleep', options: { ms: 3_600_000 } }, { timeout: 'PT2H' });
    const settings = { GRACE_MS: '9000' };
    const worker = await startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue: stage.queue, settings });
    const ids = await stage.enqueue([{ task: 'short' }, { task: 'long' }, { task: 'short' }, { task: 'long' }]);
    await whenRunning(bundle.owner, worker.workerId, 4);
    worker.child.kill('SIGTERM');
    await worker.says('worker.stopping');
    const later = await stage.enqueue(5);
    assert.equal(await worker.ended, 0);
    const rows = await Promise.all(ids.map(jobRow));
    assert.deepEqual(
      rows.map((job) => [job.state, job.attempt, job.reasonCode]),
      [
        ['SUCCEEDED', 1, null],
        ['PENDING', 0, 'RELEASED'],
        ['SUCCEEDED', 1, null],
        ['PENDING', 0, 'RELEASED'],
      ],
    );
    for (const id of later) assert.deepEqual(await stage.history(id), ['job.created']);
    const row = await bundle.owner.client.worker.findUniqueOrThrow({ where: { id: worker.workerId } });
    assert.deepEqual([row.state, row.running], ['STOPPED', 0]);
  },
);

test('G9: a second signal gives everything back at once', limit, async (t) => {
  const stage = await openStage(bundle);
  await stage.task('long', { name: 'sleep', options: { ms: 3_600_000 } }, { timeout: 'PT2H' });
  const settings = { GRACE_MS: '3600000' };
  const worker = await startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue: stage.queue, settings });
  const [id = ''] = await stage.enqueue([{ task: 'long' }]);
  await whenRunning(bundle.owner, worker.workerId, 1);
  worker.child.kill('SIGTERM');
  await worker.says('worker.stopping');
  worker.child.kill('SIGINT');
  assert.equal(await worker.ended, 0);
  assert.deepEqual(await stage.history(id), ['job.created', 'job.started', 'job.released']);
});

test(
  'G8: a job that kills the process it runs in is dead after three of them, and the jobs beside it are done',
  limit,
  async (t) => {
    const stage = await openStage(bundle);
    const runtime = await startFakeRuntime();
    t.after(() => runtime.close());
    let current: WorkerProcess | undefined;
    runtime.teach('poison', () => {
      current?.child.kill('SIGKILL');
      return undefined;
    });
    const plugin = { pluginId: 'poison', runtimeUrl: runtime.url };
    valueOf(
      await registerTask(
        stage.context,
        { name: 'poison', handler: { plugin }, queue: stage.queue },
        rulesOf([runtime.authority]),
      ),
    );
    await stage.task('innocent', { name: 'sleep', options: { ms: 300 } });
    const ledger = bundle.ledger(stage.context);
    t.after(() => ledger.close());
    const [poison = '', ...innocents] = await stage.enqueue([
      { task: 'poison' },
      { task: 'innocent' },
      { task: 'innocent' },
      { task: 'innocent' },
    ]);
    const dead = ledger
      .seen('death', (event) => event.type === 'job.dead' && event.entityId === poison)
      .then(() => 'dead');
    const settings = { LEASE_TTL_MS: '1000', OUTBOUND_ALLOW: runtime.authority };
    let killed = 0;
    for (let isDead = false; !isDead; ) {
      current = await startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue: stage.queue, settings });
      isDead = (await Promise.race([current.ended, dead])) === 'dead';
      if (!isDead) killed += 1;
      assert.ok(killed <= 3, 'three processes are enough');
    }
    assert.equal(killed, 3);
    await ledger.seen('innocent success', (event) => event.type === 'job.succeeded', innocents.length);
    const { state, reasonCode, fence } = await jobRow(poison);
    assert.deepEqual({ state, reasonCode, fence }, { state: 'DEAD', reasonCode: 'CRASH_LOOP', fence: 3 });
    for (const id of innocents) assert.equal((await jobRow(id)).attempt, 1);
  },
);
