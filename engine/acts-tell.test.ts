// The kind: whatever changes rows is in a log in the same transaction.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = import.meta.dirname;

// What these change is no act of anybody: rows that say how processes are, and what the product keeps for itself.
const silent: Record<string, string> = {
  'access/identify.ts': 'remembers when a token was used last',
  'access/session/throttle.ts': 'counts failed tries for a while; what a try was for is told by its own act',
  'store/idempotency.ts': 'the answer to a request that may be sent again; what the request did is told by its own act',
  'worker/register-worker.ts': 'writes the row of the worker that calls it, which is its own history',
};

// Told by the file that calls them, or by the statement that moves the rows.
const elsewhere: Record<string, string> = {
  'access/session/open-session.ts': 'access/session/sign-in.ts',
  'access/session/spend-reset.ts': 'access/session/set-password.ts',
  'access/revoke-api-token.ts': 'access/create-api-token.ts',
  'attempt/rescue-jobs.ts': 'attempt/settle-statement.ts',
  'run/start-runs.ts': 'run/advance/write-advances.ts',
  'schedule/schedule-name.ts': 'schedule/update-schedule.ts',
  'run/advance/cancel-open-jobs.ts': 'run/advance/write-advances.ts',
};

const writes = /\b(insert into|update|delete from) [a-z_]+\b(?! skip)|client\.\w+\.(create|update|upsert|delete)\w*\(/;
const tells = /appendEvents\(|appendPlatformEvents\(|insert into events/;

test('every file of the engine that writes rows tells a log what it did, itself or through the file that does it for it', () => {
  const files = globSync('*/**/*.ts', { cwd: folder, exclude: ['**/*.test.ts'] }).toSorted();
  const text = (file: string) =>
    readFileSync(join(folder, file), 'utf8').replaceAll(/^\s*(\*|\/[/*]).*$|for (no key )?update/gm, '');
  const writing = files.filter((file) => writes.test(text(file)));
  assert.ok(writing.length > 25, 'the folders were read');
  const mute = writing.filter((file) => !(file in silent) && !tells.test(text(elsewhere[file] ?? file)));
  assert.deepEqual(mute, []);
  const gone = Object.keys({ ...silent, ...elsewhere }).filter((file) => !writing.includes(file));
  assert.deepEqual(gone, [], 'the tables name files that write');
});
