// Goal: whatever a definition says and in whatever order things end, each step settles once, in the state that the rules
// name. Method: random workflows with conditions, edges and joins of every kind, lists, rounds, waits, approvals, finally
// steps and what undoes steps, against a slow reading of the contract that shares nothing with the engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan } from '#domain/workflow/plan.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import { seededRandom } from '#testing/probes/seeded-random.ts';
import { driveScripted } from '#testing/runs/model/drive-scripted.ts';
import { expectedEnd, expectedRun } from '#testing/runs/model/expected-run.ts';
import { definitionOf, randomSteps, type ScriptedStep } from '#testing/runs/model/scripted-steps.ts';

const diceOf = (seed: number) => {
  const random = seededRandom(seed);
  return (below: number) => Math.floor(random() * below);
};
const ends = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED'] as const;

function drive(steps: readonly ScriptedStep[], how: { onFailure: string; limit: number | null; order: number }) {
  const { onFailure, limit, order } = how;
  const limits: JsonObject = limit === null ? {} : { maxConcurrentTasks: limit };
  const definition = { name: 'w', ...definitionOf(steps, { timeout: 'PT1H', onFailure, limits }) };
  const parsed = parseDefinition({ definition });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  const inputs = resolveVariables(parsed.definition, {});
  assert.ok(inputs.ok);
  const end = driveScripted({ plan: compilePlan(parsed.definition), inputs: inputs.value, steps, dice: diceOf(order) });
  const { yes: _, nothing: __, ...variables } = end.variables;
  return { ...end, variables };
}

const shapes = fc.record({ seed: fc.nat(), count: fc.integer({ min: 1, max: 22 }) });
const limits = fc.constantFrom(null, 1, 3);
const orders = fc.tuple(fc.nat(), fc.nat());

test('a run that goes on after failures ends as the rules say, step by step, in every order', () => {
  fc.assert(
    fc.property(shapes, limits, orders, ({ seed, count }, limit, pair) => {
      const steps = randomSteps({ dice: diceOf(seed), count, ends });
      const { state, ...expected } = expectedRun(steps);
      for (const order of pair) {
        const { told, outcome, ...end } = drive(steps, { onFailure: 'continue', limit, order });
        assert.deepEqual({ ...end, states: sorted(end.states) }, { ...expected, states: sorted(expected.states) });
        assert.equal(outcome, state);
        const silent = Object.entries(end.states).filter(([id, one]) => one === 'SKIPPED' && id.includes(':'));
        assert.equal(told.size, Object.keys(end.states).length - silent.length, 'each is told of once');
      }
    }),
    { numRuns: 1_500 },
  );
});

test('a run that stops or cancels at a failure ends in the same way, with steps cut short and none that ended otherwise', () => {
  fc.assert(
    fc.property(
      shapes,
      limits,
      orders,
      fc.constantFrom('fail', 'cancel'),
      ({ seed, count }, limit, pair, onFailure) => {
        const steps = randomSteps({ dice: diceOf(seed), count, ends });
        const { states } = expectedRun(steps);
        for (const order of pair) {
          const end = drive(steps, { onFailure, limit, order });
          const main = new Map(steps.filter((one) => !one.isFinally).map(({ id }) => [id, end.states[id] ?? '']));
          const follows = expectedEnd(steps, main);
          assert.deepEqual(sorted(end.states), sorted(follows.states), 'what it ends with');
          assert.equal(end.outcome, follows.state);
          assert.deepEqual(end.variables, follows.variables);
          assertCutShort(steps, { main, states, isLost: follows.state === 'FAILED' });
        }
      },
    ),
    { numRuns: 1_500 },
  );
});

type Ends = { main: ReadonlyMap<string, string>; states: Record<string, string>; isLost: boolean };

function assertCutShort(steps: readonly ScriptedStep[], { main, states, isLost }: Ends): void {
  for (const { id } of steps.filter((one) => !one.isFinally && main.get(one.id) !== states[one.id])) {
    assert.ok(isLost, `${id} is ${main.get(id)}, not ${states[id]}, in a run that went well`);
  }
}

function sorted(states: Record<string, string>): [string, string][] {
  return Object.entries(states).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
