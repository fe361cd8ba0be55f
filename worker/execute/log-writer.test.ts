// From a handler's word to its line: what is kept of it, what is said where something is not, and what a crash leaves.
import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { logBounds } from '#domain/bounds/log.ts';
import { rulesOf } from '#domain/outbound/admit-url.ts';
import type { Json } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import type { LogLineRow } from '#engine/log/log-rows.ts';
import type { LogScope } from '#engine/log/log-scope.ts';
import { readLog } from '#engine/log/read-log.ts';
import type { Context } from '#engine/store/context.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { startFakeRuntime } from '#testing/worker/fake-runtime.ts';
import { startWorkerProcess } from '#testing/worker/worker-process.ts';
import { type LogWriterOptions, openLogWriter } from './log-writer.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** Every line of a log. */
async function linesOf(context: Context, scope: LogScope): Promise<LogLineRow[]> {
  const lines: LogLineRow[] = [];
  for (let from = 0; ; from += 200) {
    const { nodes, hasNextPage } = valueOf(await readLog(context, scope, { first: 200, from }));
    lines.push(...nodes);
    if (!hasNextPage) return lines;
  }
}

const words = (lines: readonly LogLineRow[]) =>
  lines.map(({ level, source, message }) => `${level} ${source} ${message}`);

/** A job in the hands of a worker by hand, and a writer beside it. */
async function heldJob(t: TestContext, options: Partial<LogWriterOptions> = {}) {
  const stage = await openStage(bundle);
  await stage.enqueue(1);
  const [job] = await (await stage.worker()).claim();
  assert.ok(job !== undefined);
  const facts: string[] = [];
  let isAsked: () => void = () => undefined;
  const note = (fact: string) => {
    facts.push(fact);
    isAsked();
  };
  const log = { warn: note, error: note };
  const whenSaid = async (fact: string) => {
    while (!facts.includes(fact)) await new Promise<void>((resolve) => (isAsked = resolve));
  };
  const writer = openLogWriter({ database: bundle.worker, log, onWritten: () => undefined, ...options });
  t.after(() => writer.abandon());
  const open = (of: ClaimedJob = job) => writer.open({ job: of, heardAtMs: performance.now() });
  return {
    context: stage.context,
    job,
    writer,
    open,
    facts,
    whenSaid,
    scope: { kind: 'job', jobId: job.jobId } as const,
  };
}

test('what a handler writes stands in its log between the words of the engine, and a job that says nothing has none', async (t) => {
  const stage = await openStage(bundle);
  await stage.task(
    'talk',
    { name: 'log', options: { lines: 3, text: 'step', error: 'no paper' } },
    { retry: { maxAttempts: 1 } },
  );
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  const worker = await bundle.startWorker({ queues: [stage.queue] });
  const [silent = '', talking = ''] = await stage.enqueue([{ task: 'noop' }, { task: 'talk' }]);
  await ledger.seen('end', ({ type }) => type === 'job.dead' || type === 'job.succeeded', 2);
  await worker.stop(0);
  assert.deepEqual(await linesOf(stage.context, { kind: 'job', jobId: silent }), []);
  const lines = await linesOf(stage.context, { kind: 'job', jobId: talking });
  assert.deepEqual(words(lines), [
    `INFO ENGINE attempt 1 of 1, claimed by worker ${worker.workerId().slice(-6)}`,
    'INFO HANDLER step 1',
    'INFO HANDLER step 2',
    'INFO HANDLER step 3',
    'ERROR ENGINE FAIL: no paper',
    'INFO ENGINE attempt 1 of 1 failed and none is left',
  ]);
  assert.deepEqual(
    lines.map(({ number }) => number),
    [1, 2, 3, 4, 5, 6],
  );
});

test('an http job logs the heads of request and answer with their secrets masked, and their bodies when it is asked to', async (t) => {
  const stage = await openStage(bundle);
  const runtime = await startFakeRuntime();
  t.after(() => runtime.close());
  runtime.teach('greet', () => ({ result: 'the tale of s3cr3t-key' }));
  const http = {
    method: 'POST',
    url: `${runtime.url}/plugin/runtime/greet/execute?token=\${{ params.password }}`,
    headers: { 'x-api-key': 's3cr3t-key' },
    logBody: true,
  };
  const { context, queue } = stage;
  valueOf(await registerTask(context, { name: 'call', handler: { http }, queue }, rulesOf([runtime.authority])));
  const ledger = bundle.ledger(context);
  t.after(() => ledger.close());
  const worker = await bundle.startWorker({ queues: [queue], outboundAllow: [runtime.authority] });
  const [id = ''] = await stage.enqueue([{ task: 'call', params: { password: 'hunter two' } }]);
  await ledger.seen('end', ({ type }) => type === 'job.succeeded');
  await worker.stop(0);
  const lines = await linesOf(context, { kind: 'job', jobId: id });
  const all = JSON.stringify(lines);
  assert.doesNotMatch(all, /s3cr3t-key|hunter/);
  assert.match(lines[1]?.message ?? '', /^POST http:.*token=\*\*\*/);
  assert.match(lines[1]?.fields ?? '', /"x-api-key":"\*\*\*"/);
  assert.match(lines[2]?.message ?? '', /^request body: \{"password":\*\*\*/);
  assert.match(lines[3]?.message ?? '', /^answered 200 after \d+ ms, \d+ characters$/);
  assert.match(lines[4]?.message ?? '', /^answer body: .*the tale of \*\*\*/);
});

test('the lines that a plugin answers with are lines of the attempt, at their levels and with their fields', async (t) => {
  const stage = await openStage(bundle);
  const runtime = await startFakeRuntime();
  t.after(() => runtime.close());
  const logs: Json[] = [
    'plain',
    { level: 'warning', message: 'odd', fields: { row: 7 } },
    { level: 'FATAL', message: 'gone', at: 'noon' },
    5,
  ];
  runtime.teach('chat', () => ({ result: null, logs }));
  const plugin = { pluginId: 'chat', runtimeUrl: runtime.url };
  const { context, queue } = stage;
  valueOf(await registerTask(context, { name: 'chat', handler: { plugin }, queue }, rulesOf([runtime.authority])));
  const ledger = bundle.ledger(context);
  t.after(() => ledger.close());
  const worker = await bundle.startWorker({ queues: [queue], outboundAllow: [runtime.authority] });
  const [id = ''] = await stage.enqueue([{ task: 'chat' }]);
  await ledger.seen('end', ({ type }) => type === 'job.succeeded');
  await worker.stop(0);
  const lines = await linesOf(context, { kind: 'job', jobId: id });
  assert.deepEqual(
    lines.slice(3, 7).map(({ level, message, fields }) => [level, message, fields]),
    [
      ['INFO', 'plain', null],
      ['WARN', 'odd', '{"row":7}'],
      ['ERROR', 'gone', '{"at":"noon"}'],
      ['INFO', '5', null],
    ],
  );
});

test('an attempt that writes more than it may keeps its first and its last lines, and how many are left out between', async (t) => {
  const { context, writer, open, scope } = await heldJob(t);
  const log = open();
  const count = logBounds.linesPerAttemptMax + 1_100;
  for (let n = 1; n <= count; n += 1) log.info(`line ${n}`);
  log.end();
  log.say('INFO', 'succeeded');
  await writer.drained();
  const { totals, nodes } = valueOf(await readLog(context, scope, { last: 200 }));
  assert.equal(totals.lines, logBounds.linesPerAttemptMax + logBounds.lastLinesMax + 2);
  assert.deepEqual([nodes.at(-1)?.message, nodes.at(-2)?.message], ['succeeded', `line ${count}`]);
  const [gap] = valueOf(await readLog(context, scope, { level: 'WARN' })).nodes;
  assert.equal(
    gap?.message,
    `${(1_100 - logBounds.lastLinesMax).toLocaleString('en')} lines are left out here: the attempt wrote more than is kept`,
  );
  assert.equal(gap?.number, logBounds.linesPerAttemptMax + 1);
});

test('a full buffer takes no more lines, and the first line that it takes again says how many are missing', async (t) => {
  const { context, writer, open, scope } = await heldJob(t, { waitingBytesMax: 1_000 });
  const log = open();
  for (let n = 1; n <= 20; n += 1) log.info(`line ${n}`);
  await writer.drained();
  log.info('later');
  await writer.drained();
  const lines = words(await linesOf(context, scope));
  const kept = lines.findIndex((line) => line.includes('missing'));
  assert.deepEqual(lines.slice(kept), [
    `WARN ENGINE ${20 - kept} lines are missing here: the worker, or the tenant today, wrote more than is taken`,
    'INFO HANDLER later',
  ]);
  assert.deepEqual([writer.figures().dropped, writer.figures().waitingBytes], [20 - kept, 0]);
});

test('a tenant that has written as much today as it may is not listened to for a while, and others are', async (t) => {
  const full = await heldJob(t);
  const { writer } = full;
  const stage = await openStage(bundle);
  await stage.enqueue(1);
  const [other] = await (await stage.worker()).claim();
  assert.ok(other !== undefined);
  const [log, neighbour] = [full.open(), full.open(other)];
  log.info('one');
  await writer.drained();
  const { tenantId } = full.context;
  await bundle.owner.client.logUsage.updateMany({
    where: { tenantId },
    data: { bytes: logBounds.bytesPerTenantAndDayMax },
  });
  log.info('two');
  await writer.drained();
  for (const one of [log, neighbour]) one.info('three');
  await writer.drained();
  assert.deepEqual(
    (await linesOf(full.context, full.scope)).map(({ message }) => message),
    ['one', 'two'],
  );
  const others = await linesOf(stage.context, { kind: 'job', jobId: other.jobId });
  assert.deepEqual([others.map(({ message }) => message), writer.figures().dropped], [['three'], 1]);
});

test('a secret that is hidden is in no line that was not stored yet, and lines of NUL and halves of characters are kept', async (t) => {
  const { context, writer, open, scope } = await heldJob(t);
  const log = open();
  log.info('before: open-sesame');
  log.hide(['open-sesame', 'abc']);
  log.warn('after: open-sesame abc', { note: 'open-sesame', password: 'else' });
  log.error('\u0000 and \ud800 and \n and \\n\t');
  await writer.drained();
  const lines = await linesOf(context, scope);
  assert.deepEqual(
    lines.map(({ message, fields }) => [message, fields]),
    [
      ['before: ***', null],
      ['after: *** abc', '{"note":"***","password":"***"}'],
      ['\ufffd and \ufffd and \n and \\n\t', null],
    ],
  );
});

test('while the database takes no lines they wait, and are stored once and in order when it does', async (t) => {
  const { context, job, writer, open, scope, facts, whenSaid } = await heldJob(t);
  // As a server says it that is shutting down.
  await bundle.owner.client.$executeRawUnsafe(`create function be_away() returns trigger language plpgsql as $$
    begin raise exception using errcode = '57P01', message = 'terminating'; end $$`);
  await bundle.owner.client.$executeRawUnsafe(`create trigger away before insert on log_chunks for each row
    when (new.job_id = '${job.jobId}') execute function be_away()`);
  const log = open();
  log.info('one');
  await whenSaid('log.failed');
  log.info('two');
  await bundle.owner.client.$executeRawUnsafe('drop trigger away on log_chunks');
  await writer.drained();
  log.info('three');
  await writer.drained();
  assert.deepEqual(
    (await linesOf(context, scope)).map(({ message }) => message),
    ['one', 'two', 'three'],
  );
  assert.deepEqual([[...new Set(facts)], writer.figures().written], [['log.failed'], 3]);
});

test('kill -9 of a worker in the midst of a log: what was stored stays, nothing is there twice, and the log says what happened', {
  timeout: 90_000,
}, async (t) => {
  const stage = await openStage(bundle);
  await stage.task('slow', { name: 'log', options: { lines: 100, everyMs: 20 } });
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  const settings = { LEASE_TTL_MS: '1000' };
  const victim = await startWorkerProcess(t, { databaseUrl: bundle.ownerUrl, queue: stage.queue, settings });
  const [id = ''] = await stage.enqueue([{ task: 'slow' }]);
  const scope: LogScope = { kind: 'job', jobId: id };
  let stored = 0;
  while (stored < 10) stored = valueOf(await readLog(stage.context, scope, { first: 1 })).totalCount;
  victim.child.kill('SIGKILL');
  await victim.ended;
  await bundle.startWorker({ queues: [stage.queue] });
  await ledger.seen('success', ({ type }) => type === 'job.succeeded');
  let lines: LogLineRow[] = [];
  while (lines.at(-1)?.message !== 'succeeded') lines = await linesOf(stage.context, scope);
  const [first, second] = [1, 2].map((fence) => lines.filter((line) => line.fence === fence));
  for (const life of [first, second])
    assert.deepEqual(
      life?.map(({ number }) => number),
      life?.map((_, n) => n + 1),
    );
  assert.ok((first?.length ?? 0) > stored);
  assert.match(first?.at(-1)?.message ?? '', /^its worker [0-9a-f]{6} died$/);
  assert.equal(second?.length, 102);
});
