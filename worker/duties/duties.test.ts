import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { openHints } from '#engine/store/hints.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { readSources } from '#testing/source-files.ts';
import { startExecutor } from '#worker/execute/executor.ts';
import { openLogWriter } from '#worker/execute/log-writer.ts';
import { openSettler } from '#worker/execute/settler.ts';
import { openOutbound } from '#worker/handlers/outbound.ts';
import { openHandlers } from '#worker/handlers/registry.ts';
import { serveHealth } from '#worker/health.ts';
import { openPost } from '#worker/notify/post.ts';
import { dutiesOf, startDuties } from './duties.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const hourMs = 3_600_000;
const silent = { warn: () => undefined, error: () => undefined };
const loud = {
  warn: (fact: string, fields: unknown) => assert.fail(`${fact} ${JSON.stringify(fields)}`),
  error: (fact: string, fields: unknown) => assert.fail(`${fact} ${JSON.stringify(fields)}`),
};

/** The duties of a worker that has nothing to do. */
async function idleDuties(t: TestContext) {
  const database = bundle.worker;
  const profile = { name: 'idle', slots: 1, queues: ['nothing'], version: 'test', leaseMs: hourMs };
  const workerId = await registerWorker(database, profile);
  const outbound = openOutbound({ allow: [] });
  const hints = openHints(database);
  const settler = openSettler({ database, log: loud, onSettled: () => undefined });
  const executor = startExecutor({
    database,
    settler,
    logs: openLogWriter({ database, log: loud, onWritten: () => undefined }),
    log: loud,
    handlerFor: openHandlers(outbound),
    workerId: () => workerId,
    slots: 1,
    queues: profile.queues,
    pollMs: hourMs,
    onClaimed: () => undefined,
    onUnsure: () => undefined,
  });
  t.after(async () => {
    await executor.drain(0);
    await hints.close();
    await outbound.close();
  });
  const rhythm = { pollMs: hourMs, sweepMs: hourMs, heartbeatMs: hourMs };
  const post = openPost({ mail: undefined, secretKey: undefined, outbound });
  const links = { base: 'http://localhost:3000' };
  return dutiesOf({
    database,
    hints,
    log: loud,
    executor,
    reportRunning: () => undefined,
    outbound,
    queues: profile.queues,
    post,
    links,
    rhythm,
  });
}

test('every duty has a name of its own, and comes to its end where there is nothing to do', async (t) => {
  const duties = await idleDuties(t);
  const names = duties.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, everyMs, run } of duties) {
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
    assert.ok(everyMs > 0, name);
    assert.ok((await run()) > 0, `${name} has nothing more to do`);
  }
});

test('what the event log says of a duty, it says under the name of that duty', async (t) => {
  const names = new Set((await idleDuties(t)).map(({ name }) => name));
  const engine = readSources().filter(({ path, isTest }) => path.startsWith('engine/') && !isTest);
  const actors = engine.flatMap(({ text }) => [...text.matchAll(/'system:([a-z-]+)'/g)].map(([, name = '']) => name));
  // Who sets up a new database is no duty.
  const strangers = actors.filter((name) => name !== 'start' && !names.has(name));
  assert.ok(actors.includes('planner'));
  assert.deepEqual(strangers, []);
});

test('a duty that throws is tried again, and the duties beside it do not notice', async () => {
  const [isOver, hasWorked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const facts: string[] = [];
  let tries = 0;
  const throwing = async () => {
    tries += 1;
    if (tries <= 2) throw new Error('poison');
    isOver.resolve();
    return hourMs;
  };
  let passes = 0;
  const steady = async () => {
    passes += 1;
    if (passes < 5) return 0;
    hasWorked.resolve();
    return hourMs;
  };
  const log = { warn: silent.warn, error: (fact: string) => void facts.push(fact) };
  const duties = startDuties(
    [
      { name: 'ever-throwing', everyMs: hourMs, wakesOn: [], run: throwing },
      { name: 'steady', everyMs: hourMs, wakesOn: [], run: steady },
    ],
    log,
  );
  await Promise.all([isOver.promise, hasWorked.promise]);
  await duties.stop();
  assert.deepEqual(facts, ['ever_throwing.failed', 'ever_throwing.failed']);
  assert.deepEqual(
    duties.figures().map(({ name, passes: made, faults }) => ({ name, made, faults })),
    [
      { name: 'ever-throwing', made: 3, faults: 2 },
      { name: 'steady', made: 5, faults: 0 },
    ],
  );
});

test('an occasion wakes the duties that look at it, and no other', async () => {
  const woken = Promise.withResolvers<void>();
  const passes = { planning: 0, stopping: 0 };
  const passOf = (name: keyof typeof passes, onSecond: () => void) => async () => {
    passes[name] += 1;
    if (passes[name] === 2) onSecond();
    return hourMs;
  };
  const duties = startDuties(
    [
      { name: 'planning', everyMs: hourMs, wakesOn: ['plan'], run: passOf('planning', woken.resolve) },
      { name: 'stopping', everyMs: hourMs, wakesOn: ['stop'], run: passOf('stopping', assert.fail) },
    ],
    silent,
  );
  duties.tell('plan');
  await woken.promise;
  await duties.stop();
  assert.deepEqual(passes, { planning: 2, stopping: 1 });
});

test('the metrics of a worker count the passes of each of its duties', async (t) => {
  const worker = await bundle.startWorker({ queues: ['nothing'] });
  const health = await serveHealth({
    worker,
    databaseUrl: bundle.ownerUrl,
    host: '127.0.0.1',
    port: 0,
    metricsToken: undefined,
  });
  t.after(() => health.close());
  await worker.stop(0);
  const figures = await (await fetch(`http://127.0.0.1:${health.port}/metrics`)).text();
  for (const { name, passes } of worker.duties()) {
    assert.ok(passes > 0, name);
    assert.match(figures, new RegExp(`^taskflow_duty_passes_total\\{duty="${name}"\\} ${passes}$`, 'm'));
    assert.match(figures, new RegExp(`^taskflow_duty_faults_total\\{duty="${name}"\\} 0$`, 'm'));
  }
});
