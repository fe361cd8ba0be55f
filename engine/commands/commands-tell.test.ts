// The kind: whatever a command changes is in a log in the same transaction.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const engine = dirname(import.meta.dirname);

// What these change is no act of anybody: rows that say how processes are, and room for the log itself.
const silent: Record<string, string> = {
  'extend-event-log.ts': 'adds empty months to the log',
  'register-worker.ts': 'writes the row of the worker that calls it, which is its own history',
};

// Written by the statement or the shared part that moves the rows.
const elsewhere: Record<string, string> = {
  'cancel-jobs.ts': 'statements/move-jobs.ts',
  'cancel-run.ts': 'runs/end-run.ts',
  'claim-jobs.ts': 'statements/claim-jobs.ts',
  'enqueue-jobs.ts': 'statements/insert-jobs.ts',
  'fail-late-runs.ts': 'runs/end-run.ts',
  'pause-run.ts': 'runs/switch-run.ts',
  'rescue-jobs.ts': 'statements/settle-jobs.ts',
  'resume-run.ts': 'runs/switch-run.ts',
  'retry-jobs.ts': 'statements/move-jobs.ts',
  'retry-run.ts': 'runs/write-advances.ts',
  'revoke-api-token.ts': 'commands/create-api-token.ts',
  'run-jobs-now.ts': 'statements/move-jobs.ts',
  'settle-attempts.ts': 'statements/settle-jobs.ts',
  'start-runs.ts': 'runs/write-advances.ts',
  'trigger-schedule.ts': 'statements/insert-ticks.ts',
};

const tells = /appendEvents\(|appendPlatformEvents\(|insert into events/;

test('every command writes what it does into a log, itself or through the statement that does it', async () => {
  const files = (await readdir(import.meta.dirname)).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  assert.ok(files.length > 30, 'the folder was read');
  const mute: string[] = [];
  for (const file of files) {
    if (file in silent) continue;
    const text = await readFile(join(engine, 'commands', file), 'utf8');
    const teller = elsewhere[file];
    const told = teller === undefined ? text : await readFile(join(engine, teller), 'utf8');
    if (!tells.test(told)) mute.push(`${file}${teller === undefined ? '' : ` by ${teller}`}`);
  }
  assert.deepEqual(mute, []);
  const gone = Object.keys({ ...silent, ...elsewhere }).filter((file) => !files.includes(file));
  assert.deepEqual(gone, [], 'the tables name commands that exist');
});
