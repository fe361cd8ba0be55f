import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enqueueJobs } from '#engine/commands/enqueue-jobs.ts';
import { type RegisterTaskInput, registerTask } from '#engine/commands/register-task.ts';
import type { Context } from '#engine/context.ts';
import { getTask, loadTaskVersions } from '#engine/queries/list-tasks.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';

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
  });
  assert.deepEqual(refusals.sort(), [
    'BAD_DURATION sla.startBy',
    'BAD_DURATION timeout',
    'BAD_INPUT labels.a',
    'BAD_INPUT name',
    'BAD_INPUT priority',
    'BAD_INPUT retry.maxAttempts',
  ]);
});

test('what cannot be kept is not promised', async () => {
  assert.deepEqual(await refusalsOf({ mutex: 'ledger', resources: { gpu: 1 } }), [
    'UNSUPPORTED mutex',
    'UNSUPPORTED resources',
  ]);
});

test('an unknown queue is refused', async () => {
  assert.deepEqual(await refusalsOf({ queue: 'nowhere' }), ['NOT_FOUND queue']);
});

test('a schema that is none is refused, and so is one that leads elsewhere', async () => {
  assert.deepEqual(await refusalsOf({ inputSchema: { type: 'sausage' } }), ['BAD_INPUT inputSchema']);
  assert.deepEqual(await refusalsOf({ resultSchema: { $ref: 'https://example.com/schema.json' } }), [
    'BAD_INPUT resultSchema',
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

test('a ruinous pattern is cut off', async () => {
  const inputSchema = { type: 'string', pattern: '^(a+)+$' };
  valueOf(await registerTask(context, { name: 'ruinous', handler: noop, inputSchema }));
  const outcome = await enqueueJobs(context, { jobs: [{ task: 'ruinous', params: `${'a'.repeat(60)}!` }] });
  assert.equal(outcome.ok ? '' : outcome.refusals[0]?.code, 'PARAMS_INVALID');
  assert.equal((await enqueueJobs(context, { jobs: [{ task: 'ruinous', params: 'aaa' }] })).ok, true);
});
