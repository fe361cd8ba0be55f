// Goal: whatever a definition is, reading and printing it lose nothing, and reading anything at all ends in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { taskBounds } from '#domain/bounds/task.ts';
import { type Json, unfitJson } from '#domain/value/json.ts';
import { type Definition, parseDefinition, variableTypes } from '#domain/workflow/definition.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import { dependencyKinds } from '#domain/workflow/steps/read-steps.ts';

function read(input: { definition?: Json; yaml?: string }): Definition {
  const parsed = parseDefinition(input);
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  return parsed.definition;
}

const name = fc
  .stringMatching(/^[a-z]\w{0,8}$/)
  .filter((word) => !['in', 'if', 'as', 'for', 'let', 'var', 'void', 'true', 'null', 'else', 'loop'].includes(word));
const storable = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): Json => JSON.parse(JSON.stringify(value)))
  .filter((value) => unfitJson(value) === undefined);
const definitions = fc
  .record({
    name,
    description: fc.constantFrom('', 'what it is for'),
    variables: fc.dictionary(
      name,
      fc
        .record({ type: fc.constantFrom(...variableTypes), required: fc.boolean() })
        .chain((variable) =>
          fc
            .option(storable, { nil: undefined })
            .map((value) => (value === undefined ? variable : { ...variable, default: value })),
        ),
    ),
    onFailure: fc.constantFrom('fail', 'cancel', 'continue'),
    limits: fc.record(
      {
        maxConcurrentTasks: fc.integer({ min: 1, max: 50 }),
        maxRunningSteps: fc.integer({ min: 1, max: 100_000 }),
        maxExecutionTimeMs: fc.integer({ min: 1, max: 10 ** 8 }),
      },
      { requiredKeys: [] },
    ),
    steps: fc.array(
      fc.record(
        {
          id: name,
          task: name,
          params: fc.dictionary(name, storable),
          dependencies: fc.array(
            fc.record(
              { step: name, on: fc.constantFrom(...dependencyKinds), condition: name },
              { requiredKeys: ['step', 'on'] },
            ),
          ),
          join: fc.oneof(fc.constantFrom('all', 'any'), fc.integer({ min: 1, max: 9 })),
          timeoutMs: fc.integer({ min: 1, max: taskBounds.timeoutMsMax }),
          isFinally: fc.constant(true),
          compensate: fc.record({ task: name, params: storable }, { requiredKeys: ['task'] }),
          queue: name,
          priority: fc.integer({ min: -1_000, max: 1_000 }),
          sla: fc.oneof(
            fc.record({ startByMs: fc.integer({ min: 1, max: 10 ** 8 }) }),
            fc.record({ maxDurationMs: fc.integer({ min: 1, max: 10 ** 8 }) }),
          ),
          mutex: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
          resources: fc.dictionary(name, fc.integer({ min: 1, max: 9 }), { minKeys: 1, maxKeys: 5 }),
          retry: fc.record({ maxAttempts: fc.integer() }),
          condition: name,
          output: fc.dictionary(name, name),
        },
        { requiredKeys: ['id', 'task', 'params', 'dependencies', 'join'] },
      ),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map((value) => JSON.parse(JSON.stringify(value)));

test('a definition that is printed and read again is the same definition, as JSON and as YAML', () => {
  fc.assert(
    fc.property(definitions, (definition) => {
      const printed = printDefinition(definition);
      assert.deepEqual(read({ definition: printed }), definition);
      assert.deepEqual(read({ yaml: JSON.stringify(printed, null, 1) }), definition);
    }),
  );
});

test('reading any value or text either works or is refused, and never throws', () => {
  const fields = fc.constantFrom(
    'name',
    'tasks',
    'workflow',
    'variables',
    'limits',
    'id',
    'type',
    'dependencies',
    'on_success',
    'output',
    'retry',
  );
  const tree = fc.letrec<{ node: Json }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom('a', 1, null, true),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fields, tie('node'), { maxKeys: 5 }),
    ),
  })).node;
  const inputs = fc.oneof(fc.record({ definition: fc.oneof(storable, tree) }), fc.record({ yaml: fc.string() }));
  const isReadOrExplained = (input: { definition: Json } | { yaml: string }) => {
    const parsed = parseDefinition(input);
    return parsed.ok || parsed.problems.length > 0;
  };
  fc.assert(fc.property(inputs, isReadOrExplained), { numRuns: 1_000 });
});
