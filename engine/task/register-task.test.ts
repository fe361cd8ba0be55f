import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rulesOf } from '#domain/outbound/admit-url.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import type { Context } from '#engine/store/context.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { getTask, loadTaskTexts, loadTaskVersions } from './list-tasks.ts';
import type { RegisterTaskInput } from './read-definition.ts';
import { registerTask } from './register-task.ts';

let bundle: Bundle;
let context: Context;
before(async () => {
  bundle = await openBundle();
  context = await bundle.tenant();
});
after(async () => {
  await bundle.close();
});

const noop = { builtin: { name: 'noop' } };

async function refusalsOf(input: Partial<RegisterTaskInput>): Promise<string[]> {
  const outcome = await registerTask(context, { name: 'refused', handler: noop, ...input });
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
}

test('registering a name again makes a new version when something changed, and only then', async () => {
  const input = {
    name: 'nightly',
    handler: { builtin: { name: 'sleep', options: { ms: 5 } } },
    labels: { team: 'ops', area: 'x' },
  };
  const first = valueOf(await registerTask(context, input));
  const again = valueOf(await registerTask(context, { ...input, labels: { area: 'x', team: 'ops' }, retry: null }));
  const changed = valueOf(await registerTask(context, { ...input, timeout: 'PT1M' }));
  assert.deepEqual([first.version, again.version, changed.version], [1, 1, 2]);
  assert.equal(changed.id, first.id);
  assert.equal(valueOf(await getTask(context, { name: 'nightly' }))?.timeoutMs, 60_000);
  const kept = await loadTaskVersions(context, [first.versionId]);
  assert.equal(kept.get(first.versionId)?.timeoutMs, 5 * 60_000);
});

test('two registrations of one name at once make two versions in a row', async () => {
  const tasks = await Promise.all(
    ['PT1M', 'PT2M', 'PT3M'].map((timeout) => registerTask(context, { name: 'raced', handler: noop, timeout })),
  );
  assert.deepEqual(tasks.map((task) => valueOf(task).version).sort(), [1, 2, 3]);
});

test('a handler is exactly one of three, with fields that fit', async () => {
  assert.deepEqual(await refusalsOf({ handler: {} }), ['BAD_INPUT handler']);
  assert.deepEqual(await refusalsOf({ handler: { ...noop, plugin: { pluginId: 'a', runtimeUrl: 'http://x' } } }), [
    'BAD_INPUT handler',
  ]);
  assert.deepEqual(await refusalsOf({ handler: { builtin: { name: 'dance' } } }), ['BAD_INPUT handler.builtin.name']);
  assert.deepEqual(await refusalsOf({ handler: { builtin: { name: 'sleep', options: { ms: 'long' } } } }), [
    'BAD_INPUT handler.builtin.options.ms',
  ]);
  assert.deepEqual(await refusalsOf({ handler: { builtin: { name: 'noop', options: { ms: 1 } } } }), [
    'UNKNOWN_FIELD handler.builtin.options.ms',
  ]);
  assert.deepEqual(await refusalsOf({ handler: { http: { method: 'BREW', url: 'http://pot' } } }), [
    'BAD_INPUT handler.http.method',
  ]);
});

test('only plain http addresses without credentials are called', async () => {
  const refused = async (url: string) => await refusalsOf({ handler: { http: { method: 'GET', url } } });
  for (const url of ['file:///etc/passwd', 'ftp://x', 'not a url', 'http://user:secret@x', 'javascript:alert(1)']) {
    assert.deepEqual(await refused(url), ['BAD_URL handler.http.url'], url);
  }
  assert.deepEqual(await refused('https://api.example.com/${{ params.id }}?x=1'), []);
});

test('a header cannot smuggle a second one', async () => {
  const headers = { 'x-note': 'a\r\nhost: elsewhere' };
  assert.deepEqual(await refusalsOf({ handler: { http: { method: 'GET', url: 'http://x', headers } } }), [
    'BAD_INPUT handler.http.headers.x-note',
  ]);
});

test('the values of headers are used, never shown', async () => {
  const headers = { authorization: 'Bearer very-secret' };
  const task = valueOf(
    await registerTask(context, { name: 'hidden', handler: { http: { method: 'GET', url: 'http://x', headers } } }),
  );
  assert.equal(JSON.stringify(task).includes('very-secret'), false);
});

test('every fault of the input is told at once', async () => {
  const refusals = await refusalsOf({
    name: '',
    priority: 1e9,
    timeout: 'soon',
    retry: { maxAttempts: 0 },
    sla: { startBy: 'PT0S' },
    labels: { a: 1 },
    queue: 'nowhere',
  });
  assert.deepEqual(refusals.sort(), [
    'BAD_DURATION sla.startBy',
    'BAD_DURATION timeout',
    'BAD_INPUT labels.a',
    'BAD_INPUT name',
    'BAD_INPUT priority',
    'BAD_INPUT retry.maxAttempts',
    'NOT_FOUND queue',
  ]);
});

test('a pool that is not there is refused', async () => {
  assert.deepEqual(await refusalsOf({ mutex: ['ledger'], resources: { gpu: 1 } }), ['NOT_FOUND resources.gpu']);
});

test('an unknown queue is refused', async () => {
  assert.deepEqual(await refusalsOf({ queue: 'nowhere' }), ['NOT_FOUND queue']);
});

test('a schema that is none is refused, and so is one that leads elsewhere', async () => {
  assert.deepEqual(await refusalsOf({ inputSchema: { type: 'sausage' } }), ['BAD_INPUT inputSchema.type']);
  assert.deepEqual(await refusalsOf({ resultSchema: { $ref: 'https://example.com/schema.json' } }), [
    'BAD_INPUT resultSchema.$ref',
  ]);
  assert.deepEqual(await refusalsOf({ inputSchema: { properties: { a: { $id: 'x' } }, $async: true } }), [
    'BAD_INPUT inputSchema.properties.a.$id',
    'BAD_INPUT inputSchema.$async',
  ]);
  assert.deepEqual(await refusalsOf({ inputSchema: 'object' }), ['BAD_INPUT inputSchema']);
});

test('params that do not fit the schema are refused with their place', async () => {
  const inputSchema = {
    type: 'object',
    properties: { items: { type: 'array', items: { type: 'integer' } } },
    required: ['items'],
  };
  valueOf(await registerTask(context, { name: 'counted', handler: noop, inputSchema }));
  const enqueue = async (params: { items?: (number | string)[] }) => {
    const outcome = await enqueueJobs(context, { jobs: [{ task: 'counted', params }] });
    return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
  };
  assert.deepEqual(await enqueue({ items: [1, 2] }), []);
  assert.deepEqual(await enqueue({ items: [1, 'two'] }), ['PARAMS_INVALID jobs.0.params.items.1']);
  assert.deepEqual(await enqueue({}), ['PARAMS_INVALID jobs.0.params']);
});

test('a pattern that backtracks elsewhere is simply decided', async () => {
  const inputSchema = { type: 'string', pattern: '^(a+)+$' };
  valueOf(await registerTask(context, { name: 'ruinous', handler: noop, inputSchema }));
  const outcome = await enqueueJobs(context, { jobs: [{ task: 'ruinous', params: `${'a'.repeat(60)}!` }] });
  assert.match(outcome.ok ? '' : (outcome.refusals[0]?.message ?? ''), /must match the pattern/);
  assert.equal((await enqueueJobs(context, { jobs: [{ task: 'ruinous', params: 'aaa' }] })).ok, true);
});

// Each level asks the next one twice.
const doubling: JsonObject = {
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(
    Array.from({ length: 21 }, (_, level) => {
      const next: Json = { $ref: `#/$defs/d${level + 1}` };
      return [`d${level}`, level < 20 ? { anyOf: [next, next] } : false];
    }),
  ),
};

test('what costs too much to check is refused, a single value as well as a whole call', async () => {
  valueOf(await registerTask(context, { name: 'doubling', handler: noop, inputSchema: doubling }));
  const job = { task: 'doubling', params: 1 };
  const one = await enqueueJobs(context, { jobs: [job] });
  assert.match(one.ok ? '' : (one.refusals[0]?.message ?? ''), /schema of its task is too much work/);
  const many = await enqueueJobs(context, { jobs: Array.from({ length: 100 }, () => job) });
  assert.equal(many.ok, false);
  const messages = many.ok ? [] : many.refusals.map(({ message }) => message);
  assert.deepEqual(new Set(many.ok ? [] : many.refusals.map(({ code }) => code)), new Set(['PARAMS_INVALID']));
  assert.equal(messages.filter((message) => message.includes('schema of its task')).length <= 20, true);
  assert.match(messages.at(-1) ?? '', /everything in this call.*send less in one call/);
});

test('a call whose checks outlast a transaction is checked outside of it, and stored as one', async () => {
  const ids = { type: 'array', items: { type: 'integer', minimum: 0 }, uniqueItems: true };
  valueOf(await registerTask(context, { name: 'long-lists', handler: noop, inputSchema: ids }));
  const params = Array.from({ length: 10_000 }, (_, n) => n);
  const jobs = Array.from({ length: 12 }, () => ({ task: 'long-lists', params }));
  assert.equal(valueOf(await enqueueJobs(context, { jobs })).jobs.length, jobs.length);
  const outcome = await enqueueJobs(context, { jobs: [...jobs, { task: 'long-lists', params: [...params, 1] }] });
  assert.deepEqual(outcome.ok ? [] : outcome.refusals.map(({ path, message }) => `${path.join('.')} ${message}`), [
    'jobs.12.params the value must not hold the same item twice, but 1 and 10000 are the same',
  ]);
});

test('a schema that was stored before its keywords were looked at refuses params, in words, and harms no other', async () => {
  const bad: JsonObject[] = [
    { $id: 'https://json-schema.org/draft/2020-12/schema' },
    { $async: true, type: 'string' },
    { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
  ];
  for (const inputSchema of bad) {
    const task = valueOf(
      await registerTask(context, { name: 'from-before', handler: noop, labels: { n: `${bad.indexOf(inputSchema)}` } }),
    );
    await bundle.owner.client.taskVersion.updateMany({
      where: { tenantId: context.tenantId, taskId: task.id, number: task.version },
      data: { inputSchema },
    });
    const outcome = await enqueueJobs(context, { jobs: [{ task: 'from-before', params: 'x' }] });
    assert.match(
      outcome.ok ? '' : (outcome.refusals[0]?.message ?? ''),
      /schema of this task cannot be used.*register the task anew/,
    );
  }
  assert.equal((await enqueueJobs(context, { jobs: [{ task: 'ruinous', params: 'aaa' }] })).ok, true);
});

test('an address that workers would not call is refused at its place, with the setting that would allow it', async () => {
  const http = (url: string) => ({ http: { method: 'POST', url } });
  for (const url of ['http://127.0.0.1:8080/', 'http://localhost/', 'http://[::1]/', 'http://169.254.169.254/latest'])
    assert.deepEqual(await refusalsOf({ handler: http(url) }), ['BAD_URL handler.http.url'], url);
  const plugin = { plugin: { pluginId: 'p', runtimeUrl: 'http://10.0.0.1:9000' } };
  assert.deepEqual(await refusalsOf({ handler: plugin }), ['BAD_URL handler.plugin.runtimeUrl']);
  const outcome = await registerTask(context, { name: 'near', handler: plugin });
  assert.match(outcome.ok ? '' : (outcome.refusals[0]?.message ?? ''), /OUTBOUND_ALLOW lists 10\.0\.0\.1:9000/);
  valueOf(await registerTask(context, { name: 'near', handler: plugin }, rulesOf(['10.0.0.1:9000'])));
});

test('a version that is read and registered again is the same one: what was hidden is kept', async () => {
  const http = { method: 'POST' as const, url: 'https://example.com/a', headers: { authorization: 'Bearer abc' } };
  const { versionId } = valueOf(await registerTask(context, { name: 'secretive', handler: { http } }));
  const read = valueOf(await loadTaskTexts(context, [versionId])).get(versionId);
  assert(read !== undefined);
  assert.ok(!JSON.stringify(read).includes('abc'));
  assert.equal(valueOf(await registerTask(context, { name: 'secretive', handler: read.handler })).version, 1);
  const elsewhere = { http: { ...http, url: 'https://evil.example/', headers: { authorization: '(hidden)' } } };
  const outcome = await registerTask(context, { name: 'secretive', handler: elsewhere });
  assert.deepEqual(outcome.ok ? [] : outcome.refusals.map(({ path }) => path.join('.')), [
    'handler.http.headers.authorization',
  ]);
});
