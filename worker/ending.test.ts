// G9 where the database does not answer. What is asserted is that the process ends, how, and what it says it left.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, type TestContext, test } from 'node:test';
import { exitCodes } from '#domain/worker/exit-codes.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { type CuttingProxy, openCuttingProxy } from '#testing/machine/cutting-proxy.ts';
import { openStage } from '#testing/stage.ts';
import { startWorkerProcess, whenRunning } from '#testing/worker/worker-process.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const limit = { timeout: 90_000 };
// A lease that a busy machine does not lose while the test looks on.
const settings = { GRACE_MS: '300', LEASE_TTL_MS: '20000' };

/** A worker with two jobs that would run for an hour, behind a proxy. */
async function busyWorker(t: TestContext) {
  const stage = await openStage(bundle);
  await stage.task('long', { name: 'sleep', options: { ms: 3_600_000 } }, { timeout: 'PT2H' });
  const proxy = await openCuttingProxy(bundle.ownerUrl);
  t.after(() => proxy.close());
  const worker = await startWorkerProcess(t, { databaseUrl: proxy.url, queue: stage.queue, settings });
  const ids = await stage.enqueue([{ task: 'long' }, { task: 'long' }]);
  await whenRunning(bundle.owner, worker.workerId, 2);
  return { stage, proxy, worker, ids };
}

const absences: [string, (proxy: CuttingProxy) => unknown][] = [
  ['gone', (proxy) => proxy.vanish()],
  ['hanging', (proxy) => proxy.fallSilent()],
];

for (const [how, leave] of absences) {
  test(`G9: a worker whose database is ${how} ends after its grace time, and says what it left`, limit, async (t) => {
    const { proxy, worker } = await busyWorker(t);
    await leave(proxy);
    worker.child.kill('SIGTERM');
    assert.equal(await worker.ended, exitCodes.leftBehind);
    const left = await worker.says('worker.left_behind');
    assert.deepEqual([left.attempts, left.saidGoodbye], [2, false]);
  });

  test(`G9: a second signal ends a worker whose database is ${how} without its grace time`, limit, async (t) => {
    const stage = await openStage(bundle);
    const proxy = await openCuttingProxy(bundle.ownerUrl);
    t.after(() => proxy.close());
    const patient = { ...settings, GRACE_MS: '3600000' };
    const worker = await startWorkerProcess(t, { databaseUrl: proxy.url, queue: stage.queue, settings: patient });
    await stage.task('long', { name: 'sleep', options: { ms: 3_600_000 } }, { timeout: 'PT2H' });
    const ledger = bundle.ledger(stage.context);
    t.after(() => ledger.close());
    await stage.enqueue([{ task: 'long' }]);
    await ledger.seen('start', (event) => event.type === 'job.started');
    await leave(proxy);
    worker.child.kill('SIGTERM');
    await worker.says('worker.stopping');
    worker.child.kill('SIGINT');
    assert.equal(await worker.ended, exitCodes.leftBehind);
  });
}

test('G9: a worker whose database is slow gives its jobs back all the same', limit, async (t) => {
  const { stage, proxy, worker, ids } = await busyWorker(t);
  proxy.slowDown(100);
  worker.child.kill('SIGTERM');
  assert.equal(await worker.ended, exitCodes.clean);
  for (const id of ids)
    assert.deepEqual((await stage.history(id)).slice(0, 3), ['job.created', 'job.started', 'job.released']);
});

test('G9: a worker whose launcher is killed ends, also without a database', limit, async (t) => {
  const stage = await openStage(bundle);
  const proxy = await openCuttingProxy(bundle.ownerUrl);
  t.after(() => proxy.close());
  const fixed = { DATABASE_URL: proxy.url, WORKER_QUEUES: stage.queue, WORKER_PORT: '0', HOST: '127.0.0.1' };
  const plan = { name: 'worker', script: join(import.meta.dirname, 'main.ts'), words: [], environment: {} };
  const launch = `
    import { SupervisedProcess } from '#scripts/start/supervised-process.ts';
    new SupervisedProcess(${JSON.stringify(plan)});`;
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', launch], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ...settings, ...fixed },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => launcher.kill('SIGKILL'));
  const [started, stopping] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  createInterface(launcher.stdout).on('line', (text) => {
    const line: { msg?: string; why?: string } = JSON.parse(text);
    if (line.msg === 'worker.started') started.resolve();
    if (line.msg === 'worker.stopping' && line.why === 'launcher gone') stopping.resolve();
  });
  // The pipe closes when the last process that may write to it is gone.
  const allGone = once(launcher, 'close');
  await started.promise;
  await proxy.vanish();
  launcher.kill('SIGKILL');
  await stopping.promise;
  await allGone;
});
