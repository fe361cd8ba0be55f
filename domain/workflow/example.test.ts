import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, evaluateCondition, renderTemplate, type Scope } from '#domain/expression/expressions.ts';
import { advance, type Evaluate, startRun } from '#domain/run/progress.ts';
import { stepCodes, stepStateOf } from '#domain/run/step-codes.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Plan } from '#domain/workflow/plan.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';

// The documented example, without the kinds of steps that are refused as not available yet.
const yaml = `
name: code-review                # unique in the tenant
description: Lint, test, deploy when covered
variables:
  repo:        { type: string, required: true }
  minCoverage: { type: number, default: 80 }
limits: { maxConcurrentTasks: 50, maxExecutionTime: PT1H }
onFailure: fail
tasks:
  - id: lint
    type: CODE_ANALYSIS
    params: { repo: "\${{ vars.repo }}" }
    retry: { maxAttempts: 3, strategy: EXPONENTIAL, baseDelay: PT2S }
    timeout: PT5M
  - id: test
    type: RUN_TESTS
    dependencies: [lint]
    output: { coverage: "result.coverage" }
  - id: deploy
    type: DEPLOY
    dependencies: [{ task: test, on: success }]
    condition: "vars.coverage > vars.minCoverage"
  - id: ticket
    type: CREATE_TICKET
    dependencies: [{ task: test, on: failure }, { task: deploy, on: failure }]
    join: any
`;
const tasks = new Set(['CODE_ANALYSIS', 'RUN_TESTS', 'DEPLOY', 'CREATE_TICKET']);

type Work = (params: Json) => { state: 'SUCCEEDED' | 'FAILED'; result?: Json };

/** Runs a plan with handlers in memory, the way the engine does: render, work, write the outputs, advance. */
function runInMemory(plan: Plan, given: { vars: JsonObject; work: Record<string, Work> }) {
  const scope: Scope = { vars: { ...given.vars }, tasks: {}, run: { id: 'run_1' } };
  const answer: Evaluate = ({ expression }) => evaluateCondition(expression, scope);
  const reasons: Record<string, string> = {};
  let last = startRun(plan, answer);
  for (;;) {
    assert.ok(last.kind === 'advanced');
    for (const { step, reason } of last.skipped) reasons[plan.steps[step]?.id ?? ''] = reason.message;
    if (last.outcome !== 'OPEN') break;
    const [index = -1] = [last.progress.indexOf(stepCodes.OPEN)];
    const step = plan.steps[index];
    assert.ok(step);
    const params =
      step.params === null ? { ok: true as const, value: step.step.params } : renderTemplate(step.params, scope);
    assert.ok(params.ok);
    const done = given.work[step.id]?.(params.value) ?? { state: 'SUCCEEDED', result: {} };
    scope.tasks[step.id] = done;
    for (const output of done.state === 'SUCCEEDED' ? step.outputs : []) {
      const value = evaluate(output.expression, { ...scope, result: done.result ?? null });
      assert.ok(value.ok);
      scope.vars[output.variable] = value.value;
    }
    const settled = [{ step: index, state: done.state }];
    last = advance({ plan, progress: last.progress, settled, runState: 'RUNNING', evaluate: answer });
  }
  const states = Object.fromEntries(
    plan.steps.map(({ id, index }) => [id, stepStateOf(last.kind === 'advanced' ? (last.progress[index] ?? -1) : -1)]),
  );
  return { outcome: last.outcome, states, reasons };
}

function example(): Plan {
  const parsed = parseDefinition({ yaml });
  assert.ok(parsed.ok);
  assert.deepEqual(validateDefinition(parsed.definition, { tasks }, parsed.locate), []);
  const variables = resolveVariables(parsed.definition, { repo: 'api' });
  assert.deepEqual(variables, { ok: true, value: { repo: 'api', minCoverage: 80 } });
  return compilePlan(parsed.definition);
}

const vars = { repo: 'api', minCoverage: 80 };
const covered =
  (coverage: number): Work =>
  () => ({ state: 'SUCCEEDED', result: { coverage } });

test('the documented example deploys what is covered, with its params filled in', () => {
  const seen: Json[] = [];
  const lint: Work = (params) => {
    seen.push(params);
    return { state: 'SUCCEEDED' };
  };
  const end = runInMemory(example(), { vars, work: { lint, test: covered(85.5) } });
  assert.deepEqual(seen, [{ repo: 'api' }]);
  assert.equal(end.outcome, 'SUCCEEDED');
  assert.deepEqual(end.states, { lint: 'SUCCEEDED', test: 'SUCCEEDED', deploy: 'SUCCEEDED', ticket: 'SKIPPED' });
});

test('the documented example skips the deployment of what is not covered, and says why', () => {
  const end = runInMemory(example(), { vars, work: { test: covered(80) } });
  assert.equal(end.outcome, 'SUCCEEDED');
  assert.deepEqual(end.states, { lint: 'SUCCEEDED', test: 'SUCCEEDED', deploy: 'SKIPPED', ticket: 'SKIPPED' });
  assert.equal(end.reasons.deploy, 'its condition is false: vars.coverage > vars.minCoverage');
});

test('the documented example writes a ticket when the tests fail, and fails when the linter does', () => {
  const failing: Work = () => ({ state: 'FAILED' });
  const caught = runInMemory(example(), { vars, work: { test: failing } });
  assert.equal(caught.outcome, 'SUCCEEDED');
  assert.deepEqual(caught.states, { lint: 'SUCCEEDED', test: 'FAILED', deploy: 'SKIPPED', ticket: 'SUCCEEDED' });
  const uncaught = runInMemory(example(), { vars, work: { lint: failing } });
  assert.equal(uncaught.outcome, 'FAILED');
  assert.deepEqual(uncaught.states, { lint: 'FAILED', test: 'SKIPPED', deploy: 'SKIPPED', ticket: 'SKIPPED' });
});
