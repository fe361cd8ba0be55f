import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { curlOf } from './curl.ts';

test('a request is copied as a command that any shell reads back as it was', () => {
  const query = `mutation M($input: EnqueueJobInput!) { enqueueJob(input: $input) { job { id } } } # it's "mine" \\`;
  const command = curlOf({
    url: 'http://localhost:3000/graphql',
    tenant: "o'hara",
    query,
    variables: { input: { task: "don't $HOME `id`" } },
    operationName: 'M',
  });
  const script = command.replace(/^curl/, 'printf "%s\\n"');
  const told = execFileSync('/bin/sh', ['-c', script], {
    env: { ...process.env, TASKFLOW_TOKEN: 'secret' },
    encoding: 'utf8',
  }).split('\n');
  assert.deepEqual(told.slice(0, 8), [
    '-sS',
    'http://localhost:3000/graphql',
    '-H',
    'authorization: Bearer secret',
    '-H',
    "taskflow-tenant: o'hara",
    '-H',
    'content-type: application/json',
  ]);
  assert.deepEqual(JSON.parse(told[9] ?? ''), {
    query,
    variables: { input: { task: "don't $HOME `id`" } },
    operationName: 'M',
  });
});

test('a token is never part of the command', () => {
  const command = curlOf({ url: '/graphql', tenant: undefined, query: '{ viewer { id } }', variables: {} });
  assert.match(command, /Bearer \$TASKFLOW_TOKEN/);
  assert.doesNotMatch(command, /variables|taskflow-tenant/);
});
