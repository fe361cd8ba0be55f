import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import schema from '#domain/workflow/workflow-1.json' with { type: 'json' };

// Goal: what is accepted has an effect, and what is published as a field is accepted. Method: every field of the
// published schema needs a sample here that is accepted, and every field that has no effect yet is refused at its place.

const a = { id: 'a', type: 'T' };
const samples: Record<string, JsonObject> = {
  definition: {
    name: 'w',
    description: 'd',
    variables: {},
    limits: {},
    onFailure: 'cancel',
    tasks: [a],
    layout: { places: { a: [0, -12] } },
  },
  limits: { maxConcurrentTasks: 2, maxRunningSteps: 3, maxExecutionTime: 'PT1H', maxIterations: 9 },
  variable: { type: 'string', required: true, default: 'x' },
  retry: {
    maxAttempts: 2,
    strategy: 'FIXED',
    baseDelay: 'PT1S',
    maxDelay: 'PT2S',
    jitter: 'NONE',
    resultContract: true,
  },
  compensation: { task: 'T', params: { of: '${{ result }}' } },
  sla: { startBy: 'PT1M', maxDuration: 'PT1H' },
  dependency: { task: 'a', on: 'failure', condition: 'true' },
  step: {
    id: 'b',
    type: 'T',
    params: {},
    retry: {},
    timeout: 'PT1S',
    queue: 'nightly',
    priority: 5,
    sla: { startBy: 'PT1M' },
    mutex: ['ledger'],
    resources: { gpu: 1 },
    finally: false,
    compensate: 'T',
    dependencies: ['a'],
    join: 1,
    condition: 'true',
    output: { x: 'result' },
    foreach: '[1]',
    maxConcurrency: 2,
    onItemFailure: 'continue',
  },
  layout: {
    places: { a: [0, 0] },
    groups: [{ name: 'All', steps: ['a'], colour: 'blue' }],
    notes: [{ text: 'First', at: [0, -80], colour: 'amber' }],
  },
  approval: { title: 'Go?', description: 'd', roles: ['editor'], form: { type: 'object' }, timeout: 'PT1H' },
};
// A step repeats by one of them.
const round: JsonObject = { id: 'b', type: 'T', while: 'false', delay: 'PT1S' };

function problemsOf(definition: JsonObject): [code: string, path: string][] {
  const parsed = parseDefinition({ definition });
  const problems = parsed.ok ? validateDefinition(parsed.definition, { tasks: new Set(['T']) }) : parsed.problems;
  return problems.map(({ code, path }) => [code, path.join('.')]);
}

function within(part: string, sample: Json): JsonObject {
  const definition: JsonObject = { name: 'w', tasks: [a] };
  const b = { id: 'b', type: 'T' };
  const places: Record<string, JsonObject> = {
    definition: isJsonObject(sample) ? sample : {},
    limits: { ...definition, tasks: [a, round], limits: sample },
    variable: { ...definition, variables: { v: sample } },
    retry: { ...definition, tasks: [{ ...a, retry: sample }] },
    compensation: { ...definition, tasks: [{ ...a, compensate: sample }] },
    sla: { ...definition, tasks: [{ ...a, sla: sample }] },
    dependency: { ...definition, tasks: [a, { ...b, dependencies: [sample] }] },
    step: { ...definition, tasks: [a, sample] },
    layout: { ...definition, layout: sample },
    approval: { ...definition, tasks: [a, { id: 'b', approval: sample }] },
  };
  return places[part] ?? definition;
}

const published: Record<string, object> = {
  definition: schema.properties,
  limits: schema.properties.limits.properties,
  variable: schema.$defs.variable.properties,
  retry: schema.$defs.retry.properties,
  compensation: schema.$defs.compensation.oneOf[1]?.properties ?? {},
  sla: schema.$defs.sla.properties,
  dependency: schema.$defs.dependency.oneOf[1]?.properties ?? {},
  step: (({ wait: _, approval: __, workflow: ___, ...fields }) => fields)(schema.$defs.step.properties),
  layout: schema.$defs.layout.properties,
  approval: schema.$defs.step.properties.approval.properties,
};

for (const [part, fields] of Object.entries(published)) {
  test(`every published field of a ${part} is accepted, and no other`, () => {
    const whole = part === 'step' ? { ...samples.step, ...round } : samples[part];
    assert.deepEqual(Object.keys(whole ?? {}).sort(), Object.keys(fields).sort());
    for (const sample of part === 'step' ? [samples.step ?? {}, round] : [samples[part] ?? {}])
      assert.deepEqual(problemsOf(within(part, sample)), []);
    const codes = problemsOf(within(part, { ...samples[part], nonsense: 1 })).map(([code]) => code);
    assert.deepEqual(codes, ['UNKNOWN_FIELD']);
  });
}

test('what has no effect yet is refused at its place', () => {
  const definition = { name: 'w', tasks: [a], limits: { maxIterations: 10 } };
  assert.deepEqual(problemsOf(definition), [['UNSUPPORTED', 'limits.maxIterations']]);
  for (const limit of ['memory', 'cpu', 'max_memory_mb', 'max_cpu_percent'])
    assert.deepEqual(problemsOf({ name: 'w', tasks: [a], limits: { [limit]: 1 } }), [
      ['UNSUPPORTED', `limits.${limit}`],
    ]);
  const secret = { name: 'w', tasks: [a], variables: { key: { type: 'secret', secret: 'k' } } };
  assert.deepEqual(problemsOf(secret), [['UNSUPPORTED', 'variables.key']]);
  const failed = { name: 'w', tasks: [{ ...a, condition: 'run.failed' }] };
  assert.deepEqual(problemsOf(failed), [['BAD_EXPRESSION', 'tasks.0.condition']]);
  const mistyped = { name: 'w', tasks: [{ ...a, retry: { maxAtempts: 3 } }] };
  assert.deepEqual(problemsOf(mistyped), [['UNKNOWN_FIELD', 'tasks.0.retry.maxAtempts']]);
});
