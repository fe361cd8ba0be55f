import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BuiltinName } from '#domain/task/handler.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { openHandlerLog } from '#testing/logs/handler-log.ts';
import { builtins } from './builtin.ts';
import type { HandlerInput } from './handler.ts';

type Call = HandlerInput & { options: JsonObject };

const call =
  (name: BuiltinName) =>
  ({ options, ...input }: Call) =>
    builtins[name](options)(input);
const [noop, echo, sleep, fail, writeLog] = [call('noop'), call('echo'), call('sleep'), call('fail'), call('log')];

function inputOf({
  params = null,
  options = {},
  attempt = 1,
  signal,
}: {
  params?: Json;
  options?: JsonObject;
  attempt?: number;
  signal?: AbortSignal;
} = {}): Call {
  return {
    tenantId: '01900000-0000-7000-8000-000000000001',
    jobId: '01900000-0000-7000-8000-000000000002',
    fence: 1,
    attempt,
    params,
    options,
    deadline: new Date(8.64e15),
    traceparent: '00-0-0-00',
    log: openHandlerLog(),
    signal: signal ?? new AbortController().signal,
  };
}

test('a noop job and an echo job are done at once, without a promise', () => {
  assert.deepEqual(noop(inputOf()), { ok: true, result: null });
  assert.deepEqual(echo(inputOf({ params: { a: [1] } })), { ok: true, result: { a: [1] } });
  assert.ok(!(noop(inputOf()) instanceof Promise) && !(echo(inputOf()) instanceof Promise));
});

test('a sleeping job wakes after its milliseconds, from params before options', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let isAwake = false;
  const sleeping = Promise.resolve(sleep(inputOf({ params: { ms: 500 }, options: { ms: 9_000 } }))).then((outcome) => {
    isAwake = true;
    return outcome;
  });
  t.mock.timers.tick(499);
  await Promise.resolve();
  assert.equal(isAwake, false);
  t.mock.timers.tick(1);
  assert.deepEqual(await sleeping, { ok: true, result: { ms: 500 } });
});

test('a sleeping job takes the milliseconds of its task when it brings none', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const sleeping = sleep(inputOf({ options: { ms: 10 } }));
  t.mock.timers.tick(10);
  assert.deepEqual(await sleeping, { ok: true, result: { ms: 10 } });
});

test('a sleeping job ends at once when it is cancelled', async () => {
  const cancel = new AbortController();
  const sleeping = sleep(inputOf({ params: { ms: 3_600_000 }, signal: cancel.signal }));
  cancel.abort();
  assert.partialDeepStrictEqual(await sleeping, { ok: false, error: { type: 'ABORTED', retryable: true } });
  assert.partialDeepStrictEqual(await sleep(inputOf({ params: { ms: 5 }, signal: cancel.signal })), {
    ok: false,
    error: { type: 'ABORTED' },
  });
});

test('a sleeping job that runs into its timeout says so', async () => {
  const signal = AbortSignal.abort(new DOMException('too long', 'TimeoutError'));
  assert.partialDeepStrictEqual(await sleep(inputOf({ params: { ms: 5 }, signal })), {
    ok: false,
    error: { type: 'TIMEOUT', retryable: true },
  });
});

test('a sleep that is no whole number of milliseconds is refused for good', async () => {
  for (const ms of [undefined, null, -1, 1.5, '10', true, 1e12]) {
    const outcome = await sleep(inputOf({ params: ms === undefined ? {} : { ms } }));
    assert.partialDeepStrictEqual(outcome, { ok: false, error: { type: 'BAD_PARAMS', retryable: false } }, String(ms));
  }
});

test('a failing job fails as often as it is told, then succeeds with the number of the attempt', () => {
  const params = { times: 2, message: 'not yet' };
  const said = { ok: false, error: { type: 'FAIL', message: 'not yet', retryable: true } };
  assert.deepEqual(fail(inputOf({ params, attempt: 1 })), said);
  assert.deepEqual(fail(inputOf({ params, attempt: 2 })), said);
  assert.deepEqual(fail(inputOf({ params, attempt: 3 })), { ok: true, result: { attempt: 3 } });
  assert.deepEqual(fail(inputOf({ params: { times: 0 } })), { ok: true, result: { attempt: 1 } });
});

test('a failing job that is told no number never succeeds, and may forbid another try', () => {
  const outcome = fail(inputOf({ options: { retryable: false }, attempt: 99 }));
  assert.partialDeepStrictEqual(outcome, { ok: false, error: { type: 'FAIL', retryable: false } });
});

test('a failing job refuses settings that make no sense', () => {
  const settings: Json[] = [{ times: -1 }, { times: 'two' }, { message: 5 }, { retryable: 'yes' }];
  for (const params of settings) {
    assert.partialDeepStrictEqual(fail(inputOf({ params })), {
      ok: false,
      error: { type: 'BAD_PARAMS', retryable: false },
    });
  }
});

test('a long error is cut to what an attempt keeps, and made storable', async () => {
  const outcome = await fail(inputOf({ params: { message: `a\u0000${'é'.repeat(10_000)}` } }));
  assert.ok(!outcome.ok);
  assert.equal(outcome.error.message.length, 4_000);
  assert.ok(!outcome.error.message.includes('\u0000'));
});

test('a job that writes lines writes as many as it is told, at once or one after the other, and may fail then', async (t) => {
  const log = openHandlerLog();
  const told = { lines: 3, text: 'part' };
  assert.deepEqual(writeLog({ ...inputOf({ params: told }), log }), { ok: true, result: { lines: 3 } });
  assert.deepEqual(
    log.lines.map(({ message }) => message),
    ['part 1', 'part 2', 'part 3'],
  );
  assert.partialDeepStrictEqual(writeLog({ ...inputOf({ params: { error: 'no paper' } }), log }), {
    ok: false,
    error: { message: 'no paper' },
  });
  t.mock.timers.enable({ apis: ['setInterval'] });
  const slow = writeLog({ ...inputOf({ params: { ...told, everyMs: 100 } }), log });
  t.mock.timers.tick(200);
  assert.equal(log.lines.length, 6);
  t.mock.timers.tick(200);
  assert.deepEqual([await slow, log.lines.length], [{ ok: true, result: { lines: 3 } }, 7]);
  const wrong: JsonObject[] = [{ lines: -1 }, { lines: 1e9 }, { everyMs: 'soon' }, { text: 7 }];
  for (const params of wrong)
    assert.partialDeepStrictEqual(writeLog(inputOf({ params })), { ok: false, error: { type: 'BAD_PARAMS' } });
});

test('a job that writes line after line is ended from outside like any other', async () => {
  const controller = new AbortController();
  const writing = writeLog(inputOf({ params: { lines: 9, everyMs: 3_600_000 }, signal: controller.signal }));
  controller.abort(new DOMException('cancelled', 'AbortError'));
  assert.partialDeepStrictEqual(await writing, { ok: false, error: { type: 'ABORTED' } });
});
