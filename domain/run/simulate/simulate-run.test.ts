// Goal: what a dry run says is what a run does: every decision is the run's own, and only ends are pretended.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce } from '#domain/in-parts.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import { type HandRun, moveByHand, openSteps, planByHand } from '#testing/runs/run-by-hand.ts';
import { type PretendedEnd, simulateRun } from './simulate-run.ts';

const release: JsonObject = {
  variables: { least: { type: 'number', default: 80 } },
  tasks: [
    { id: 'lint', type: 'T', params: { least: '${{ vars.least }}' } },
    { id: 'check', type: 'T', dependencies: ['lint'], output: { coverage: 'result.coverage' } },
    { id: 'deploy', type: 'T', dependencies: ['check'], condition: 'vars.coverage > vars.least' },
    { id: 'tell', type: 'T', dependencies: ['deploy'], params: { text: 'covered ${{ vars.coverage }}' } },
    { id: 'ticket', type: 'T', dependencies: [{ task: 'check', on: 'failure' }] },
    { id: 'small', type: 'T', dependencies: [{ task: 'check', condition: 'result.coverage < 10' }] },
    { id: 'other', type: 'T', dependencies: [{ task: 'check', on: 'default' }] },
    { id: 'apart', type: 'T' },
  ],
};

function simulate(definition: JsonObject, ends: Record<string, PretendedEnd> = {}, given: JsonObject = {}) {
  const parsed = parseDefinition({ definition: { name: 'w', ...definition } });
  assert.ok(parsed.ok);
  const inputs = resolveVariables(parsed.definition, given);
  assert.ok(inputs.ok);
  const pretence = { definition: parsed.definition, inputs: inputs.value, ends: new Map(Object.entries(ends)) };
  return atOnce(simulateRun({ ...pretence, run: { id: 'run_dry' }, now: new Date(0) }));
}

const outcomes = (simulation: ReturnType<typeof simulate>) =>
  Object.fromEntries(simulation.steps.map(({ stepKey, outcome }) => [stepKey, outcome]));

test('with pretended results it is told which steps run with which params, and why others do not', () => {
  const simulation = simulate(release, { check: { state: 'SUCCEEDED', result: { coverage: 90 } } });
  assert.deepEqual(outcomes(simulation), {
    lint: 'RUNS',
    check: 'RUNS',
    deploy: 'RUNS',
    tell: 'RUNS',
    ticket: 'SKIPPED',
    small: 'SKIPPED',
    other: 'RUNS',
    apart: 'RUNS',
  });
  const [lint, , , tell, ticket] = simulation.steps;
  assert.deepEqual(
    [lint?.params, tell?.params, simulation.outcome],
    [{ least: 80 }, { text: 'covered 90' }, 'SUCCEEDED'],
  );
  assert.match(ticket?.reason?.message ?? '', /waits for failure of check/);
  assert.deepEqual(
    simulation.edges.filter(({ from }) => from === 'check').map(({ to, taken }) => [to, taken]),
    [
      ['deploy', true],
      ['ticket', false],
      ['small', false],
      ['other', true],
    ],
  );
});

test('a step that is pretended to fail takes the branch of its failure, and a run that nobody catches fails', () => {
  const caught = simulate(release, { check: { state: 'FAILED' } });
  assert.deepEqual(
    [outcomes(caught).ticket, outcomes(caught).deploy, caught.outcome],
    ['RUNS', 'SKIPPED', 'SUCCEEDED'],
  );
  const failed = simulate(release, { lint: { state: 'DEAD' } });
  assert.deepEqual([failed.outcome, failed.failedStep, outcomes(failed).check], ['FAILED', 'lint', 'SKIPPED']);
});

test('a step that is pretended to be skipped does not run, and what comes after goes on as after any that was skipped', () => {
  const skips = simulate(
    {
      tasks: [
        { id: 'a', type: 'T' },
        { id: 'b', type: 'T', dependencies: ['a'] },
        { id: 'c', type: 'T', dependencies: ['b'] },
        { id: 'instead', type: 'T', dependencies: [{ task: 'b', on: 'skipped' }] },
        { id: 'tidy', type: 'T', dependencies: [{ task: 'b', on: 'completion' }] },
      ],
    },
    { b: { state: 'SKIPPED' } },
  );
  assert.deepEqual(outcomes(skips), { a: 'RUNS', b: 'SKIPPED', c: 'SKIPPED', instead: 'RUNS', tidy: 'RUNS' });
  assert.equal(skips.outcome, 'SUCCEEDED');
  assert.equal(skips.steps[1]?.reason?.code, 'SKIPPED_BY_HAND');
  const root = simulate(release, { lint: { state: 'SKIPPED' } });
  assert.deepEqual([outcomes(root).lint, outcomes(root).check, outcomes(root).apart], ['SKIPPED', 'SKIPPED', 'RUNS']);
});

test('what depends on a result that nobody pretended is unknown, with the step to ask, and the rest is told', () => {
  const simulation = simulate(release);
  assert.deepEqual(outcomes(simulation), {
    lint: 'RUNS',
    check: 'RUNS',
    deploy: 'UNKNOWN',
    tell: 'UNKNOWN',
    ticket: 'SKIPPED',
    small: 'UNKNOWN',
    other: 'UNKNOWN',
    apart: 'RUNS',
  });
  assert.deepEqual(simulation.steps.find(({ stepKey }) => stepKey === 'tell')?.ask, ['check']);
  assert.equal(simulation.edges.find(({ to }) => to === 'small')?.taken, null);
  const tells = simulate({
    tasks: [
      { id: 'a', type: 'T' },
      { id: 'b', type: 'T', dependencies: ['a'], params: '${{ tasks.a.result }}' },
    ],
  });
  assert.deepEqual(
    tells.steps.map(({ outcome, params, ask }) => [outcome, params, ask]),
    [
      ['RUNS', {}, []],
      ['RUNS', null, ['a']],
    ],
  );
});

test('a condition that cannot be answered fails its step with the sentence of the run', () => {
  const { steps, outcome } = simulate(release, { check: { state: 'SUCCEEDED', result: {} } });
  const deploy = steps.find(({ stepKey }) => stepKey === 'deploy');
  assert.deepEqual([deploy?.outcome, deploy?.reason?.code, outcome], ['FAILS', 'CONDITION_ERROR', 'FAILED']);
  assert.match(deploy?.reason?.message ?? '', /vars.coverage was not written by step check/);
});

test('steps that share few places run one after the other, all of them', () => {
  const tasks = ['a', 'b', 'c', 'd'].map((id) => ({ id, type: 'T' }));
  const simulation = simulate({ tasks, limits: { maxConcurrentTasks: 1 } });
  assert.deepEqual(
    simulation.steps.map(({ outcome }) => outcome),
    ['RUNS', 'RUNS', 'RUNS', 'RUNS'],
  );
});

test('a run whose steps end as it was pretended does what the dry run said', () => {
  for (const coverage of [5, 50, 90]) {
    const end: PretendedEnd = { state: 'SUCCEEDED', result: { coverage } };
    const simulation = simulate(release, { check: end });
    const { plan, inputs } = planByHand(release);
    let run: HandRun = moveByHand({ plan, inputs }, null);
    for (let open = openSteps(plan, run); open.length > 0; open = openSteps(plan, run)) {
      const ends = open.map((id) => [id, id === 'check' ? end : { state: 'SUCCEEDED' as const }]);
      run = moveByHand({ plan, inputs }, run, Object.fromEntries(ends));
    }
    const ran = simulation.steps.map(({ state }) => (state === null ? 6 : 2));
    assert.deepEqual([...(run.progress ?? [])], ran, String(coverage));
    assert.deepEqual(run.variables, simulation.variables);
  }
});

test('what ends a run is told as well: what undoes its steps, its finally steps, and what they are handed', () => {
  const simulation = simulate(
    {
      tasks: [
        { id: 'book', type: 'T', compensate: 'UNDO' },
        { id: 'ask', approval: { title: 'Go on with ${{ tasks.book.result.place }}?' }, dependencies: ['book'] },
        { id: 'pay', type: 'T', dependencies: ['ask'] },
        { id: 'tell', type: 'T', finally: true, condition: 'run.failed' },
        { id: 'thank', type: 'T', finally: true, condition: '!run.failed' },
      ],
    },
    { pay: { state: 'FAILED' } },
  );
  assert.deepEqual([simulation.outcome, simulation.failedStep], ['FAILED', 'pay']);
  assert.deepEqual(
    simulation.steps.map(({ stepKey, outcome, params, ask }) => [stepKey, outcome, params, ask]),
    [
      ['book', 'RUNS', {}, []],
      ['ask', 'RUNS', null, ['book']],
      ['pay', 'RUNS', {}, []],
      ['tell', 'RUNS', {}, []],
      ['thank', 'SKIPPED', null, []],
      ['book:compensate', 'RUNS', null, ['book']],
    ],
  );
});

test('a step that repeats its task is pretended as a whole: what one item is handed is not told', () => {
  const { steps, outcome } = simulate(
    {
      tasks: [
        { id: 'each', type: 'T', foreach: '[1, 2]', params: { n: '${{ item }}' } },
        { id: 'poll', type: 'T', dependencies: ['each'], while: "result.state != 'ready'", params: { of: 'x' } },
        { id: 'sum', type: 'T', dependencies: ['poll'], params: { of: '${{ tasks.each.result.results }}' } },
      ],
    },
    { each: { state: 'SUCCEEDED', result: { results: [1, 4] } } },
  );
  assert.equal(outcome, 'SUCCEEDED');
  assert.deepEqual(
    steps.map((step) => [step.stepKey, step.outcome, step.params]),
    [
      ['each', 'RUNS', null],
      ['poll', 'RUNS', { of: 'x' }],
      ['sum', 'RUNS', { of: [1, 4] }],
    ],
  );
});
