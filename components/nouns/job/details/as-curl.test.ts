import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { curlOf, enqueueAgain } from './as-curl.ts';

// What a shell hands to the program, one argument a line.
function argumentsOf(command: string): string[] {
  const listed = command.replace(/^curl/, `printf '%s\\0'`);
  return execFileSync('/bin/sh', ['-c', listed], { env: { ...process.env, TASKFLOW_TOKEN: 'secret' } })
    .toString()
    .split('\0');
}

test('a command means the same to a shell as to the API, whatever stands in it', () => {
  const input = { note: `it's "quoted" $HOME \`date\` \\ \n and more` };
  const [url, , token, , type, , body = ''] = argumentsOf(
    curlOf({ origin: 'http://x:1', document: 'mutation', input }),
  );
  assert.equal(url, 'http://x:1/graphql');
  assert.equal(token, 'authorization: Bearer secret');
  assert.equal(type, 'content-type: application/json');
  assert.deepEqual(JSON.parse(body), { query: 'mutation', variables: { input } });
});

test('a job is enqueued again with everything that it was given', () => {
  const job = {
    task: { name: 'ship' },
    queue: { name: 'west' },
    priority: 3,
    params: { order: 7 },
    labels: { env: 'prod' },
    correlationId: null,
  };
  const body = argumentsOf(enqueueAgain(job, 'http://x')).at(-2) ?? '';
  assert.deepEqual(JSON.parse(body).variables.input, {
    task: 'ship',
    params: { order: 7 },
    queue: 'west',
    priority: 3,
    labels: { env: 'prod' },
  });
});
