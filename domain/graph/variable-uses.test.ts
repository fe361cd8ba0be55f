import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { variableUses } from './variable-uses.ts';

test('each variable knows every place that reads or writes it', () => {
  const parsed = parseDefinition({
    yaml: `name: w
variables:
  least: { type: number }
  parts: { type: array }
  idle: { type: string }
tasks:
  - { id: test, type: t, params: { at: "\${{ vars.least }} of \${{ vars.least }}" }, output: { coverage: result.c + vars.least } }
  - { id: ship, type: t, condition: vars.coverage > vars.least, dependencies: [{ task: test, condition: size(vars.parts) > 0 }] }
  - { id: each, type: t, foreach: vars.parts, compensate: { task: t, params: { n: "\${{ vars.least }}" } } }
  - { id: broken, type: t, condition: "vars.idle >" }
`,
  });
  assert.ok(parsed.ok);
  assert.deepEqual(
    variableUses(parsed.definition).map(({ name, type, uses }) => [
      name,
      type,
      uses.map(({ stepKey, field, writes }) => `${stepKey} ${writes ? 'writes' : field}`),
    ]),
    [
      ['least', 'number', ['test output', 'test params', 'ship condition', 'each compensate']],
      ['parts', 'array', ['ship dependencies', 'each foreach']],
      ['idle', 'string', []],
      ['coverage', null, ['test writes', 'ship condition']],
    ],
  );
});
