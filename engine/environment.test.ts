import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvironment } from './environment.ts';

test('an empty environment gives the documented defaults', () => {
  const outcome = parseEnvironment({});
  assert(outcome.ok);
  assert.equal(outcome.value.port, 3000);
  assert.equal(outcome.value.workerPort, 3100);
  assert.equal(outcome.value.leaseTtlMs, 30_000);
  assert.equal(outcome.value.sweepMs, 5_000);
  assert.equal(outcome.value.dataDirectory, '.taskflow');
  assert.equal(outcome.value.wantsDemo, true);
  assert.deepEqual(outcome.value.workerQueues, []);
});

test('lists are split at commas and blanks are dropped', () => {
  const outcome = parseEnvironment({
    WORKER_QUEUES: ' billing, mail,,',
    OUTBOUND_ALLOW: '127.0.0.1:4000',
    PUBLIC_URLS: 'https://taskflow.example, http://10.0.0.1:3000/',
    TASKFLOW_DEMO: '0',
  });
  assert(outcome.ok);
  assert.deepEqual(outcome.value.workerQueues, ['billing', 'mail']);
  assert.deepEqual(outcome.value.outboundAllow, ['127.0.0.1:4000']);
  assert.deepEqual(outcome.value.publicUrls, ['https://taskflow.example', 'http://10.0.0.1:3000/']);
  assert.equal(outcome.value.wantsDemo, false);
});

test('every fault of the environment is reported at once, by the name of its variable', () => {
  const outcome = parseEnvironment({
    PORT: 'http',
    WORKER_CONCURRENCY: '0',
    DATABASE_URL: 'mysql://localhost/x',
    LEASE_TTL_MS: '1000',
    HEARTBEAT_MS: '900',
    OUTBOUND_ALLOW: 'localhost',
    METRICS_TOKEN: 'short',
    PUBLIC_URLS: 'https://taskflow.example, taskflow.example, https://taskflow.example/console',
  });
  assert(!outcome.ok);
  const named = outcome.refusals.flatMap((refusal) => refusal.path).sort();
  assert.deepEqual(named, [
    'DATABASE_URL',
    'LEASE_TTL_MS',
    'METRICS_TOKEN',
    'OUTBOUND_ALLOW',
    'PORT',
    'PUBLIC_URLS',
    'PUBLIC_URLS',
    'WORKER_CONCURRENCY',
  ]);
  assert.match(outcome.refusals[0]?.message ?? '', /PORT is a whole number from 0 to 65535, not "http"/);
});

test('an admin token that could not travel as a bearer token is refused', () => {
  for (const token of ['é', 'with blanks in the middle of it', 'x'.repeat(201)]) {
    const outcome = parseEnvironment({ TASKFLOW_ADMIN_TOKEN: token });
    assert(!outcome.ok);
    assert.deepEqual(outcome.refusals[0]?.path, ['TASKFLOW_ADMIN_TOKEN']);
  }
  assert(parseEnvironment({ TASKFLOW_ADMIN_TOKEN: 'tfc_0123456789abcdef' }).ok);
});
