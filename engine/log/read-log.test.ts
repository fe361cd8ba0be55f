// What is stored of logs and how it is read: by pages from either end, by searches, and as text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logBounds } from '#domain/bounds/log.ts';
import type { LogLevel } from '#domain/log/log-line.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { chunksOf, lineOf, openPen } from '#testing/logs/written-log.ts';
import { workerByHand } from '#testing/worker/worker-by-hand.ts';
import { appendLog } from './append-log.ts';
import type { LogScope } from './log-scope.ts';
import { type PrintedLog, printLog } from './print-log.ts';
import { type LogPageRequest, readLog } from './read-log.ts';
import { type LogFindings, searchLog } from './search-log.ts';

let bundle: Bundle;
let append: Awaited<ReturnType<typeof openPen>>;
before(async () => {
  bundle = await openBundle();
  append = await openPen(bundle.worker);
});
after(() => bundle.close());

/** A job that wrote `count` lines in chunks of `size`, each of them another statement of another moment. */
async function jobWith(context: Context, count: number, { size = 7, levelOf = (_: number): LogLevel => 'INFO' } = {}) {
  const jobId = newId();
  const lines = Array.from({ length: count }, (_, n) =>
    lineOf({ message: `line ${n + 1}`, level: levelOf(n + 1), offsetMs: n }),
  );
  for (const chunk of chunksOf({ tenantId: context.tenantId, jobId }, lines, size)) await append([chunk]);
  return { kind: 'job', jobId } satisfies LogScope;
}

const read = async (context: Context, scope: LogScope, request: LogPageRequest = {}) =>
  valueOf(await readLog(context, scope, request));
const numbersIn = ({ nodes }: { nodes: readonly { number: number }[] }) => nodes.map(({ number }) => number);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('a log is read from its beginning, from its end, from an index, and on from any line either way', async () => {
  const context = await bundle.tenant();
  const job = await jobWith(context, 50);
  const first = await read(context, job, { first: 20 });
  assert.deepEqual(numbersIn(first), range(1, 20));
  assert.deepEqual([first.totalCount, first.hasNextPage, first.hasPreviousPage], [50, true, false]);
  const second = await read(context, job, { first: 20, after: first.endCursor });
  assert.deepEqual([numbersIn(second), second.nodes[0]?.index, second.nodes[0]?.place], [range(21, 40), 20, 21]);
  assert.deepEqual(numbersIn(await read(context, job, { first: 5, from: 33 })), range(34, 38));
  const last = await read(context, job, { last: 9 });
  assert.deepEqual([numbersIn(last), last.hasNextPage, last.hasPreviousPage], [range(42, 50), false, true]);
  assert.deepEqual(numbersIn(await read(context, job, { last: 9, before: last.startCursor })), range(33, 41));
  assert.deepEqual(numbersIn(await read(context, job, { first: 9, after: last.endCursor })), []);
  assert.deepEqual(numbersIn(await read(context, job, { first: 9, from: 50 })), []);
});

test('a level leaves out what is quieter, and counts and places follow it', async () => {
  const context = await bundle.tenant();
  const levelOf = (n: number): LogLevel =>
    n % 25 === 0 ? 'ERROR' : n % 10 === 0 ? 'WARN' : n % 2 === 0 ? 'DEBUG' : 'INFO';
  const job = await jobWith(context, 100, { levelOf });
  const errors = await read(context, job, { level: 'ERROR' });
  assert.deepEqual(numbersIn(errors), [25, 50, 75, 100]);
  assert.deepEqual(
    errors.nodes.map(({ index, place }) => [index, place]),
    [
      [0, 25],
      [1, 50],
      [2, 75],
      [3, 100],
    ],
  );
  assert.deepEqual(errors.totals, { lines: 100, debug: 40, info: 48, warn: 8, error: 4 });
  const warnings = await read(context, job, { level: 'WARN', last: 3 });
  assert.deepEqual([numbersIn(warnings), warnings.totalCount], [[80, 90, 100], 12]);
  assert.deepEqual(
    numbersIn(await read(context, job, { level: 'WARN', last: 3, before: warnings.startCursor })),
    [60, 70, 75],
  );
  assert.deepEqual(numbersIn(await read(context, job, { level: 'WARN', from: 2, first: 2 })), [25, 30]);
});

test('the log of a run is that of its steps together, each in order, and can be narrowed to one of them', async () => {
  const context = await bundle.tenant();
  const [runId, one, other] = [newId(), newId(), newId()];
  const { tenantId } = context;
  for (let at = 0; at < 3; at += 1)
    for (const [jobId, stepKey] of [
      [one, 'fetch'],
      [other, 'load'],
    ] as const) {
      const [chunk] = chunksOf({ tenantId, jobId, runId, stepKey }, [lineOf({ message: `${stepKey} ${at + 1}` })]);
      if (chunk !== undefined) await append([{ ...chunk, firstLine: at + 1 }]);
    }
  const scope: LogScope = { kind: 'run', runId };
  const whole = await read(context, scope);
  assert.deepEqual(
    whole.nodes.map(({ message }) => message),
    ['fetch 1', 'load 1', 'fetch 2', 'load 2', 'fetch 3', 'load 3'],
  );
  const narrow = await read(context, { ...scope, step: 'load' }, { last: 2 });
  assert.deepEqual(
    narrow.nodes.map(({ stepKey, number, place }) => [stepKey, number, place]),
    [
      ['load', 2, 2],
      ['load', 3, 3],
    ],
  );
});

test('a search finds every line that holds the text, whatever its case, colours and place, and says how far it looked', async () => {
  const context = await bundle.tenant();
  const { tenantId } = context;
  const jobId = newId();
  const found = new Set([3, 900, 901, 2_500]);
  const wordsOf = (n: number) => {
    if (n === 900) return 'Disk \u001b[31mFU\u001b[1mLL\u001b[0m here';
    return found.has(n) ? 'the disk full: C:\\data\tis gone' : `all is well ${n}`;
  };
  const lines = range(1, 3_000).map((n) => lineOf({ message: wordsOf(n) }));
  await append(chunksOf({ tenantId, jobId }, [...lines, lineOf({ message: 'x', fields: '{"why":"Disk full"}' })]));
  const scope: LogScope = { kind: 'job', jobId };
  const places: number[] = [];
  let [after, looked, isOver]: [string | null, number, boolean] = [null, 0, false];
  while (!isOver) {
    const page: LogFindings = valueOf(await searchLog(context, scope, { text: 'disk full', first: 2, after }));
    places.push(...page.lines.map(({ place }) => place));
    looked += page.lookedThrough;
    ({ cursor: after, isOver } = page);
  }
  assert.deepEqual([places, looked], [[...found, 3_001], 3_001]);
  const [gone] = valueOf(await searchLog(context, scope, { text: 'c:\\DATA\tis' })).lines;
  assert.equal(gone?.place, 3);
  assert.deepEqual(valueOf(await searchLog(context, scope, { text: '%' })).lines, []);
  for (const text of ['', 'x'.repeat(logBounds.searchLengthMax + 1)])
    assert.equal((await searchLog(context, scope, { text })).ok, false);
});

test('what was sent twice is stored once, and a worker that is gone for the database stores nothing', async () => {
  const context = await bundle.tenant();
  const jobId = newId();
  const of = { tenantId: context.tenantId, jobId };
  const chunks = chunksOf(of, [lineOf({ message: 'one' }), lineOf({ message: 'two' })], 1);
  const sent = await append(chunks);
  assert.deepEqual([sent.lines, sent.isAlive, sent.bytesToday.size], [2, true, 1]);
  assert.equal((await append(chunks)).lines, 0);
  const gone = await workerByHand(bundle.worker);
  await bundle.owner.client.worker.update({ where: { id: gone.workerId }, data: { state: 'LOST' } });
  const later = chunks.map((chunk) => ({ ...chunk, firstLine: chunk.firstLine + 2 }));
  const refused = await appendLog(bundle.worker, { workerId: gone.workerId, chunks: later });
  assert.deepEqual([refused.lines, refused.isAlive], [0, false]);
  const { totals, nodes } = await read(context, { kind: 'job', jobId });
  assert.deepEqual([totals.lines, nodes.map(({ message }) => message)], [2, ['one', 'two']]);
});

test('a chunk that PostgreSQL refuses is given up alone, and what each tenant wrote today is told', async () => {
  const [context, other] = [await bundle.tenant(), await bundle.tenant()];
  const good = chunksOf({ tenantId: context.tenantId, jobId: newId() }, [lineOf({ message: 'good' })]);
  const [bad] = chunksOf({ tenantId: other.tenantId, jobId: newId() }, [lineOf({ message: 'bad' })]);
  assert.ok(bad !== undefined);
  const appended = await append([...good, { ...bad, lines: 0 }]);
  assert.deepEqual([appended.lines, appended.refused.map(({ jobId }) => jobId)], [1, [bad.jobId]]);
  assert.deepEqual([...appended.bytesToday.keys()], [context.tenantId]);
});

test('another tenant, and whoever may not read, see nothing of a log', async () => {
  const context = await bundle.tenant();
  const job = await jobWith(context, 3);
  const stranger = await bundle.tenant();
  assert.deepEqual([(await read(stranger, job)).totalCount, (await read(context, job)).totalCount], [0, 3]);
  assert.deepEqual(valueOf(await searchLog(stranger, job, { text: 'line' })).lines, []);
  assert.equal(valueOf(await printLog(stranger, job, { format: 'TEXT' })).text, '');
  const mute: Context = { ...context, actor: { ...context.actor, permissions: new Set() } };
  const refusals = [
    await readLog(mute, job, {}),
    await searchLog(mute, job, { text: 'line' }),
    await printLog(mute, job, { format: 'TEXT' }),
  ];
  assert.deepEqual(
    refusals.map((one) => (one.ok ? '' : one.refusals[0]?.code)),
    ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
  );
});

test('a log is taken away as text or as lines of JSON, slice by slice and whole', async () => {
  const context = await bundle.tenant();
  const jobId = newId();
  const lines = range(1, 20_000).map((n) => lineOf({ message: `line ${n}`, ...(n === 2 && { fields: '{"a":[1]}' }) }));
  await append(chunksOf({ tenantId: context.tenantId, jobId }, lines));
  const scope: LogScope = { kind: 'job', jobId };
  for (const format of ['TEXT', 'NDJSON'] as const) {
    let text = '';
    let [after, isOver, slices]: [string | null, boolean, number] = [null, false, 0];
    while (!isOver) {
      const slice: PrintedLog = valueOf(await printLog(context, scope, { format, after }));
      text += slice.text;
      slices += 1;
      ({ cursor: after, isOver } = slice);
    }
    const printed = text.trimEnd().split('\n');
    assert.ok(slices > 1);
    assert.equal(printed.length, 20_000);
    assert.equal(new Set(printed).size, 20_000);
    if (format === 'NDJSON') {
      const { fields, message, number }: Record<string, unknown> = JSON.parse(printed[1] ?? '');
      assert.deepEqual([fields, message, number], [{ a: [1] }, 'line 2', 2]);
    } else assert.match(printed[1] ?? '', /^\d{4}-\d\d-\d\dT\S+Z INFO {2}line 2 \{"a":\[1\]\}$/);
  }
  const some = valueOf(await printLog(context, scope, { format: 'TEXT', text: 'LINE 1999' }));
  assert.equal(some.text.trimEnd().split('\n').length, 11);
});

test('a page that is asked for in a way that nobody understands is refused at its place', async () => {
  const context = await bundle.tenant();
  const job = await jobWith(context, 1);
  const wrong: [LogPageRequest, string][] = [
    [{ first: 0 }, 'first'],
    [{ last: 201 }, 'last'],
    [{ first: 1, last: 1 }, 'first'],
    [{ after: 'x' }, 'after'],
    [{ before: 'l1.zzzzzzzzzzzzz.1.0.0.0' }, 'before'],
    [{ from: -1 }, 'from'],
    [{ from: 1, after: 'l1.1.1.0.0.0' }, 'from'],
  ];
  for (const [request, path] of wrong) {
    const refused = await readLog(context, job, request);
    assert.deepEqual(refused.ok ? [] : refused.refusals[0]?.path, [path]);
  }
});
