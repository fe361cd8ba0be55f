import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { moveByHand, openSteps, planByHand } from '#testing/runs/run-by-hand.ts';

const order: JsonObject = {
  tasks: [
    {
      id: 'reserve',
      type: 'T',
      compensate: { task: 'T', params: { release: '${{ result.id }}', why: '${{ run.failedStep }}' } },
    },
    { id: 'charge', type: 'T', dependencies: ['reserve'], compensate: 'T' },
    { id: 'ship', type: 'T', dependencies: ['charge'] },
    {
      id: 'tell',
      type: 'T',
      finally: true,
      condition: 'run.failed',
      params: '${{ run.failedStep }} ${{ run.state }} ${{ tasks.ship.error.message }}',
    },
    { id: 'tidy', type: 'T', finally: true, dependencies: [{ task: 'charge', on: 'success' }] },
  ],
};

test('when a run fails, what succeeded is undone from its end to its beginning, and then the finally steps come', () => {
  const given = planByHand(order);
  const { plan } = given;
  let run = moveByHand(given, null);
  run = moveByHand(given, run, { reserve: { state: 'SUCCEEDED', result: { id: 'r1' } } });
  run = moveByHand(given, run, { charge: { state: 'SUCCEEDED', result: { paid: 5 } } });
  run = moveByHand(given, run, {
    ship: { state: 'FAILED', error: { type: 'Lost', message: 'no truck', retryable: false } },
  });
  assert.deepEqual(openSteps(plan, run), ['charge:compensate']);
  assert.deepEqual([run.last?.outcome, run.last?.ending, run.last?.failedStep], ['OPEN', 'FAILED', 2]);
  assert.deepEqual(run.told['charge:compensate'], { params: { paid: 5 } });
  run = moveByHand(given, run, { 'charge:compensate': { state: 'DEAD' } });
  assert.deepEqual(run.told['reserve:compensate'], { params: { release: 'r1', why: 'ship' } });
  run = moveByHand(given, run, { 'reserve:compensate': { state: 'SUCCEEDED' } });
  assert.deepEqual(openSteps(plan, run), ['tell', 'tidy']);
  assert.deepEqual(run.told.tell, { params: 'ship FAILED no truck' });
  run = moveByHand(given, run, { tell: { state: 'FAILED' }, tidy: { state: 'SUCCEEDED' } });
  assert.deepEqual([run.last?.outcome, run.last?.failedStep], ['FAILED', 2]);
});

test('a run that succeeds undoes nothing, and a finally step that fails then is what failed it', () => {
  const given = planByHand(order);
  let run = moveByHand(given, null);
  for (const id of ['reserve', 'charge', 'ship']) run = moveByHand(given, run, { [id]: { state: 'SUCCEEDED' } });
  assert.deepEqual(openSteps(given.plan, run), ['tidy']);
  assert.deepEqual(run.told.tell, { skipped: 'CONDITION_FALSE', why: 'its condition is false: run.failed' });
  const failed = moveByHand(given, run, { tidy: { state: 'FAILED' } });
  assert.deepEqual([failed.last?.outcome, failed.last?.failedStep], ['FAILED', 4]);
  const fine = moveByHand(given, run, { tidy: { state: 'SUCCEEDED' } });
  assert.deepEqual([fine.last?.outcome, fine.last?.failedStep], ['SUCCEEDED', null]);
});

function problemsOf(tasks: object[]): string[] {
  const parsed = parseDefinition({ definition: JSON.parse(JSON.stringify({ name: 'w', tasks })) });
  const problems = parsed.ok ? validateDefinition(parsed.definition, { tasks: new Set(['T']) }) : parsed.problems;
  return problems.map(({ code, path }) => `${code} ${path.join('.')}`);
}

test('what a run cannot end with is refused at its place', () => {
  const a = { id: 'a', type: 'T' };
  const last = { id: 'last', type: 'T', finally: true };
  assert.deepEqual(problemsOf([last, { ...a, dependencies: ['last'] }]), ['BAD_INPUT tasks.1.dependencies.0']);
  assert.deepEqual(problemsOf([{ ...last, compensate: 'T' }]), ['BAD_INPUT tasks.0.compensate']);
  assert.deepEqual(problemsOf([{ ...a, compensate: 'none' }]), ['UNKNOWN_TASK tasks.0.compensate']);
  assert.deepEqual(
    problemsOf([
      { ...a, compensate: 'T' },
      { ...a, id: 'a:compensate' },
    ]),
    ['DUPLICATE_ID tasks.0.compensate'],
  );
  assert.deepEqual(problemsOf([{ ...a, compensate: { task: 'T', with: 1 } }]), [
    'UNKNOWN_FIELD tasks.0.compensate.with',
  ]);
  assert.deepEqual(problemsOf([{ ...a, finally: 'yes' }]), ['BAD_INPUT tasks.0.finally']);
  assert.deepEqual(problemsOf([{ ...a, condition: 'run.failed' }]), ['BAD_EXPRESSION tasks.0.condition']);
  assert.deepEqual(problemsOf([a, { ...last, dependencies: [{ task: 'a', condition: 'run.failed' }] }]), [
    'BAD_EXPRESSION tasks.1.dependencies.0.condition',
  ]);
  assert.deepEqual(problemsOf([{ ...a, condition: 'tasks.last.result == 1' }, last]), [
    'UNKNOWN_DEPENDENCY tasks.0.condition',
  ]);
  assert.deepEqual(problemsOf([a, { ...last, params: '${{ tasks.a.result }} ${{ run.cancelled }}' }]), []);
});
