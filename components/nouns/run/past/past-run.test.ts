import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentAt, placeNow, type ReadMoment, readAsked, runAt, toRead } from './past-run.ts';

test('an address asks for an event by its number or for an instant, and for nothing else', () => {
  assert.deepEqual(readAsked('42'), { seq: 42 });
  assert.deepEqual(readAsked('2026-01-02T03:04:05.120Z'), { at: '2026-01-02T03:04:05.120Z' });
  for (const text of [null, '', 'yesterday', '-1']) assert.equal(readAsked(text), undefined);
});

test('where the hand went counts until the address says the same', () => {
  assert.deepEqual(placeNow(7, '3'), { asked: { seq: 7 }, isAhead: true });
  assert.deepEqual(placeNow(7, '7'), { asked: { seq: 7 }, isAhead: false });
  assert.deepEqual(placeNow(undefined, '3'), { asked: { seq: 3 }, isAhead: false });
  assert.deepEqual(placeNow(undefined, 'yesterday'), { asked: { seq: 0 }, isAhead: false });
});

test('events are read in stretches, each with the event that is shown in it', () => {
  assert.deepEqual(
    [0, 1, 500, 501, 1_000].map((seq) => toRead({ seq }).seq),
    [0, 0, 0, 500, 500],
  );
  assert.deepEqual(toRead({ at: '2026-01-01T00:00:00.000Z' }), { at: '2026-01-01T00:00:00.000Z', first: 500 });
});

const step = {
  ...{ stepKey: 'load', jobId: null, attempt: 0, startedAt: null, finishedAt: null, reason: null },
  ...{ state: 'PENDING' as const, openItems: null, endedItems: null, isLast: false, isKept: false },
};
const told = { entityId: 'job_1', stepKey: 'load', reason: null, payload: { stepKey: 'load' } };
const read: ReadMoment = {
  ...{ seq: 1, at: '2026-01-01T00:00:00.000Z', lastSeq: 9, state: 'RUNNING', endsAs: null, finishedAt: null },
  ...{ steps: [step], undoing: [], failures: [] },
  next: [
    { ...told, seq: 2, type: 'job.created', at: '2026-01-01T00:00:01.000Z', from: null, to: 'PENDING', attempt: null },
    {
      ...told,
      seq: 3,
      type: 'job.started',
      at: '2026-01-01T00:00:02.000Z',
      from: 'PENDING',
      to: 'RUNNING',
      attempt: 1,
    },
  ],
};

test('a moment is folded from the stretch that was read, and is not known outside of it', () => {
  assert.deepEqual(
    [1, 2, 3].map((seq) => momentAt(read, seq)?.steps[0]?.jobId),
    [null, 'job_1', 'job_1'],
  );
  assert.equal(momentAt(read, 3)?.steps[0]?.state, 'RUNNING');
  assert.deepEqual([momentAt(read, 0), momentAt(read, 4)], [undefined, undefined]);
});

test('a run is shown with the states of the moment, without steps that were added later and what undoes them', () => {
  const moment = momentAt(read, 3);
  const startedAt = '2026-01-01T00:00:00.000Z';
  assert.ok(moment !== undefined);
  const now = { state: 'SUCCEEDED' as const, reason: null, startedAt, finishedAt: '2026-01-01T00:01:00.000Z' };
  const none = { iteration: null, isFinally: false, isKept: false };
  const job = { id: 'job_1', attempt: 1, maxAttempts: 3 };
  const keys = ['load', 'added', 'undo', 'unknown'];
  const steps = keys.map((stepKey) => ({ ...now, ...none, id: stepKey, stepKey, job }));
  const node = { task: null, kind: 'TASK' as const, level: 0, condition: null };
  const edges = [
    { from: 'load', to: 'added', on: 'success', condition: null },
    { from: 'added', to: 'undo', on: 'compensation', condition: null },
  ];
  const graph = { nodes: keys.map((stepKey) => ({ ...node, stepKey })), edges };
  const run = { ...now, endsAs: null, pause: null, steps, graph };
  const added = { at: '2026-01-01T00:00:03.000Z', addedSteps: [{ stepKey: 'added' }] };
  const knowing = { ...moment, steps: [...moment.steps, { ...step, stepKey: 'added' }, { ...step, stepKey: 'undo' }] };
  const past = runAt(run, knowing, [added]);
  assert.deepEqual([past.run.state, past.run.finishedAt, past.at], ['RUNNING', null, '2026-01-01T00:00:02.000Z']);
  assert.deepEqual(
    past.run.steps.map(({ state, job }) => [state, job?.maxAttempts]),
    [['RUNNING', 3]],
  );
  assert.deepEqual([past.run.graph.nodes.map(({ stepKey }) => stepKey), past.run.graph.edges], [['load'], []]);
  const since = runAt(run, { ...knowing, at: added.at }, [added]).run;
  assert.deepEqual([since.steps.map(({ stepKey }) => stepKey), since.graph.edges], [['load', 'added', 'undo'], edges]);
});
