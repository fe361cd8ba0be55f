// The kind: whatever changes rows is in a log in the same transaction.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = import.meta.dirname;

// What these change is no act of anybody: rows that say how processes are, and what the product keeps for itself.
const silent: Record<string, string> = {
  'access/identify.ts': 'remembers when a token was used last',
  'gate/park-jobs.ts': 'a job waits where it stands as PENDING or SCHEDULED; that it was made and started is told',
  'gate/wake-gates.ts': 'the same job stands in line again',
  'log/append-log.ts': 'lines of attempts: a log of their own, beside the one of events',
  'log/note-rescues.ts': 'a line of an attempt; that its job was taken back is told with the job',
  'log/tend-log-weeks.ts': 'lets go of what is older than is promised',
  'notification/forget-notices.ts': 'forgets what was told long ago; that it was told stands in the log',
  'notification/watch/watch-notices.ts':
    'remembers how far the log was looked through; what it finds is told by its act',
  'access/session/throttle.ts': 'counts failed tries for a while; what a try was for is told by its own act',
  'store/idempotency.ts': 'the answer to a request that may be sent again; what the request did is told by its own act',
  'failure/follow/failure-cursor.ts': 'how far a duty has read the log',
  'failure/follow/learn-from-retries.ts': 'what became of retries, each of which was told by its own act',
  'failure/group/standing-work.ts': 'what was rerun or discarded, which the act on its failure tells',
  'task/call/await-test-answer.ts': 'forgets a test call, which was told when it was made',
  'task/call/carry-test-calls.ts': 'test calls on their way, each of which was told when it was made',
  'gate/prune-gates.ts': 'lets go of rows that stand for nothing until somebody needs them again',
  'gate/read-gates.ts': 'makes such a row again, as the job that needed it first did untold',
  'queue/queued-room.ts': 'counts what may still wait; each job that takes of it is told by its own act',
  'quota/open-periods.ts':
    'a period begins by the calendar, whoever looks first; what is used of it is told by what uses it',
  'quota/quota-room.ts': 'what may still be made; each job that takes of it is told by its own act',
  'quota/watch/count-usage.ts': 'what attempts and steps used, each of which was told by its own act',
  'quota/watch/quota-cursor.ts': 'how far a duty has read the log',
  'step/close-due-waits.ts':
    'lets go of a signal that a step takes, and looks on at others later; what ends is told as it is settled',
  'subflow/move-parents.ts': 'looks at a step again; what it starts and how it ends is told as it is done',
  'subflow/mark-looked.ts': 'what was looked at; what became of it is told as it is done',
  'worker/register-worker.ts': 'writes the row of the worker that calls it, which is its own history',
};

// Told by the file that calls them, or by the statement that moves the rows.
const elsewhere: Record<string, string> = {
  'access/session/open-session.ts': 'access/session/sign-in.ts',
  'access/session/spend-reset.ts': 'access/session/set-password.ts',
  'access/revoke-api-token.ts': 'access/create-api-token.ts',
  'failure/follow/find-failures.ts': 'failure/follow/record-failures.ts',
  'channel/channel-secrets.ts': 'channel/create-channel.ts',
  'channel/remove-channel.ts': 'channel/update-channel.ts',
  'notification/deliver/claim-deliveries.ts': 'notification/deliver/settle-delivery.ts',
  'notification/watch/tell-notices.ts': 'notification/deliver/new-deliveries.ts',
  'job/insert/insert-gates.ts': 'job/insert/insert-jobs.ts',
  'attempt/claim/count-starts.ts': 'attempt/claim/take-jobs.ts',
  'attempt/rescue-jobs.ts': 'attempt/settle-statement.ts',
  'job/earlier-params.ts': 'job/move-jobs.ts',
  'rerun/advance-batches.ts': 'rerun/batch-work.ts',
  'rerun/start-items.ts': 'rerun/batch-work.ts',
  'run/rerun/kept-children.ts': 'run/advance/write-advances.ts',
  'run/rerun/kept-items.ts': 'run/advance/write-advances.ts',
  'run/rerun/kept-steps.ts': 'run/advance/write-advances.ts',
  'run/insert-runs.ts': 'run/advance/write-advances.ts',
  'schedule/schedule-name.ts': 'schedule/create-schedules.ts',
  'run/change/store-change.ts': 'run/advance/write-advances.ts',
  'run/advance/cancel-open-jobs.ts': 'run/advance/write-advances.ts',
  'run/change/skip-jobs.ts': 'run/advance/write-advances.ts',
  'run/advance/loop/write-loops.ts': 'run/advance/write-advances.ts',
  'run/advance/settle-waits.ts': 'run/advance/write-advances.ts',
  'run/advance/step-waits.ts': 'run/advance/write-advances.ts',
  'workflow/workflow-calls.ts': 'workflow/publish-workflow.ts',
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
