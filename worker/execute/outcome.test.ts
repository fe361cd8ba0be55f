import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueBounds } from '#domain/bounds/value.ts';
import { defaultRetryPolicy } from '#domain/task/retry-policy.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { openDatabase } from '#engine/store/database.ts';
import { Attempt } from './attempt.ts';
import { openLogWriter } from './log-writer.ts';
import { settlementOf } from './outcome.ts';

// What an outcome leads to is decided without a word in the log.
const database = openDatabase({ url: 'postgres://nowhere', duty: 'worker', connectionsMax: 1, name: 'test' });
const silent = { warn: assert.fail, error: assert.fail };
const logs = openLogWriter({ database, log: silent, onWritten: () => undefined });

function attemptOf(resultSchema: JsonObject, { maxAttempts = 1, retry = defaultRetryPolicy } = {}): Attempt {
  const id = '01a21194-dc01-7000-80d2-97f95f3cce4e';
  const job = {
    workerId: id,
    tenantId: id,
    jobId: id,
    queueId: 'q',
    taskVersionId: id,
    fence: 1,
    attempt: 1,
    maxAttempts,
    crashes: 0,
  };
  return new Attempt(
    { ...job, params: null, runId: null, step: null, stepKey: null, overrides: null, claimedAtMs: 0 },
    {
      id,
      task: 'report',
      handler: {},
      timeoutMs: 1_000,
      retry,
      resultSchema,
      carryOut: () => assert.fail(),
    },
    { heardAtMs: 0, logs },
  );
}

/** The state that a result leads to, and what the job says about it. */
function settle(
  resultSchema: JsonObject,
  result: Json,
): { to: string; reason: string | null | undefined; says: string } {
  const { to, reasonCode, error } = settlementOf(attemptOf(resultSchema), { ok: true, result }, 0.5);
  return { to, reason: reasonCode, says: JSON.stringify(error ?? null) };
}

test('a result that breaks its contract fails its job, in words that name the place', () => {
  const contract = { properties: { rows: { items: { type: 'integer' } } } };
  assert.equal(settle(contract, { rows: [1] }).to, 'SUCCEEDED');
  const { to, reason, says } = settle(contract, { rows: [1, 'two'] });
  assert.deepEqual([to, reason], ['FAILED', 'RESULT_CONTRACT']);
  assert.match(says, /rows\.1 must be an integer/);
});

test('another attempt follows a result that breaks its contract only where the policy says so', () => {
  const contract = { type: 'object', required: ['rows'] };
  const attempt = attemptOf(contract, { maxAttempts: 3, retry: { ...defaultRetryPolicy, resultContract: true } });
  const again = settlementOf(attempt, { ok: true, result: {} }, 0.5);
  assert.deepEqual([again.to, again.reasonCode], ['SCHEDULED', 'RETRY_BACKOFF']);
  const never = settlementOf(attemptOf(contract, { maxAttempts: 3 }), { ok: true, result: {} }, 0.5);
  assert.deepEqual([never.to, never.reasonCode], ['FAILED', 'RESULT_CONTRACT']);
});

test('a result as large as it may be is kept; one byte more fails the job with the size and the bound', () => {
  const most = 'x'.repeat(valueBounds.payloadSizeBytesMax - 2);
  assert.equal(settle({}, most).to, 'SUCCEEDED');
  const { to, reason, says } = settle({}, `${most}x`);
  assert.deepEqual([to, reason], ['FAILED', 'RESULT_TOO_LARGE']);
  assert.match(says, /has 262145 bytes, 262144 is the most/);
});

test('no contract, however it came to be stored, keeps its job from being settled', () => {
  const a: JsonObject = { $ref: '#/$defs/b' };
  const b: JsonObject = { $ref: '#/$defs/a' };
  const contracts: JsonObject[] = [
    { $ref: '#/$defs/a', $defs: { a, b } },
    { $async: true, type: 'string' },
    { $id: 'https://json-schema.org/draft/2020-12/schema' },
    { pattern: '(' },
    JSON.parse(`${'{"items":'.repeat(500)}{}${'}'.repeat(500)}`),
  ];
  for (const contract of contracts) {
    const { to, reason, says } = settle(contract, ['x']);
    assert.deepEqual([to, reason], ['FAILED', 'RESULT_CONTRACT'], JSON.stringify(contract).slice(0, 80));
    assert.match(says, /schema of this task cannot be used/);
  }
});
