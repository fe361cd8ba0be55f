import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { linkBaseOf, parseEnvironment } from './environment.ts';

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
    TRUSTED_PROXIES: '10.0.0.0/8, proxy.example',
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
    'TRUSTED_PROXIES',
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

test('a setting that has no effect yet is refused', () => {
  const outcome = parseEnvironment({ LEADER_TTL_MS: '10000' });
  assert(!outcome.ok);
  assert.deepEqual(
    outcome.refusals.map(({ path }) => path.join()),
    ['LEADER_TTL_MS'],
  );
});

test('mail has a server and a sender, or neither; one alone would have no effect', () => {
  const mail = { SMTP_URL: 'smtps://user:pw@mail.example:465', SMTP_FROM: 'Taskflow <ops@example.com>' };
  const outcome = parseEnvironment(mail);
  assert.deepEqual(outcome.ok && outcome.value.mail, { url: mail.SMTP_URL, from: mail.SMTP_FROM });
  const wrong = [
    { SMTP_URL: mail.SMTP_URL },
    { SMTP_FROM: mail.SMTP_FROM },
    { ...mail, SMTP_URL: 'https://mail.example' },
    { ...mail, SMTP_URL: 'smtp:mail.example' },
    { ...mail, SMTP_FROM: 'nobody' },
    { ...mail, SMTP_FROM: 'a@b, c@d' },
  ];
  for (const each of wrong) assert.equal(parseEnvironment(each).ok, false, JSON.stringify(each));
});

test('the key that secrets are sealed with cannot be guessed', () => {
  for (const key of ['short', 'x'.repeat(201), `${'x'.repeat(40)} y`])
    assert.equal(parseEnvironment({ TASKFLOW_SECRET_KEY: key }).ok, false, key);
  assert.ok(parseEnvironment({ TASKFLOW_SECRET_KEY: 'c0ffee01c0ffee02c0ffee03c0ffee04' }).ok);
});

test('links of messages begin with what people type, else with this machine', () => {
  assert.equal(linkBaseOf({ publicUrls: ['https://a.example', 'https://b.example'], port: 80 }), 'https://a.example');
  assert.equal(linkBaseOf({ publicUrls: [], port: 3000 }), 'http://localhost:3000');
});

test('every variable that is read is documented, and every documented one is read', () => {
  const read = readFileSync(join(import.meta.dirname, 'environment.ts'), 'utf8');
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'settings.md'), 'utf8');
  // LOG_LEVEL is read where the log is opened.
  const known = [...read.matchAll(/(?:text|wholeNumber|list)\('([A-Z_]+)'/g)].map(([, name]) => name);
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const documented = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );
  assert.deepEqual([...new Set([...known, 'LOG_LEVEL'])].sort(), documented.sort());
});

test('the first admin is named with a password or not at all', () => {
  const [email, password] = ['ops@example.com', ' a password may begin with a blank'];
  const named = parseEnvironment({ TASKFLOW_ADMIN_EMAIL: email, TASKFLOW_ADMIN_PASSWORD: password });
  assert.deepEqual(named.ok && named.value.firstAdmin, { email, password });
  for (const half of [{ TASKFLOW_ADMIN_EMAIL: email }, { TASKFLOW_ADMIN_PASSWORD: password }])
    assert.equal(parseEnvironment(half).ok, false);
});

test('an admin token that could be guessed is refused', () => {
  for (const token of ['x', 'admin', 'elevenchars', 'x'.repeat(40), '1212121212121212', 'abcabcabcabcabcabc']) {
    const outcome = parseEnvironment({ TASKFLOW_ADMIN_TOKEN: token });
    assert(!outcome.ok, token);
    assert.match(
      outcome.refusals[0]?.message ?? '',
      /^TASKFLOW_ADMIN_TOKEN has .* whoever guesses it rules every tenant$/,
    );
  }
  for (const token of ['dev-admin-token-1', 'admin-token-for-tests', '0123456789abcdef', 'c0ffee-01b2-c0ffee'])
    assert(parseEnvironment({ TASKFLOW_ADMIN_TOKEN: token }).ok, token);
});
