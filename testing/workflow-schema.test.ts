import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { nameFault } from '#domain/value/names.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';

const text = readFileSync(new URL('../domain/workflow/workflow-1.json', import.meta.url), 'utf8');
const accepts = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(JSON.parse(text));

const bare: { name: string; tasks: Json } = {
  name: 'Code Review Workflow',
  tasks: [
    { id: 'lint', type: 'CODE_ANALYSIS', dependencies: [] },
    { id: 'test', type: 'RUN_TESTS', dependencies: ['lint'] },
    { id: 'review', type: 'PR_REVIEW', dependencies: ['lint', 'test'] },
  ],
};

const full: Json = {
  name: 'full',
  description: 'every field',
  variables: { repo: { type: 'string', required: true }, minimum: { type: 'number', default: 80 } },
  limits: { maxConcurrentTasks: 5, maxRunningSteps: 20, maxExecutionTime: 'PT1H' },
  onFailure: 'continue',
  tasks: [
    {
      id: 'a',
      type: 't',
      params: { repo: '${{ vars.repo }}' },
      retry: { maxAttempts: 3, baseDelay: 'PT2S' },
      timeout: 'PT5M',
    },
    {
      id: 'b',
      type: 't',
      dependencies: [{ task: 'a', on: 'completion' }],
      join: 'any',
      condition: 'vars.minimum > 1',
      output: { minimum: 'result.x' },
    },
  ],
};

for (const [name, definition] of Object.entries<Json>({ bare, full })) {
  test(`the published schema and the reader both accept the ${name} form of a definition`, () => {
    assert.equal(accepts(definition), true, JSON.stringify(accepts.errors));
    const parsed = parseDefinition({ definition });
    assert.equal(parsed.ok, true);
  });
}

test('the published schema and the reader refuse the same slips', () => {
  const slips: unknown[] = [
    { ...bare, onFailure: 'shrug' },
    { ...bare, surprise: true },
    { ...bare, tasks: [{ id: 'a', type: 't', join: 'most' }] },
    { ...bare, tasks: [{ id: 'a', type: 't', timeout: 'five minutes' }] },
    { ...bare, tasks: [{ id: 'a', type: 't', dependencies: [{ task: 'b', on: 'tuesday' }] }] },
    { ...bare, variables: { x: { type: 'colour' } } },
    { ...bare, layout: { places: { lint: [1.5, 0] } } },
    { ...bare, layout: { groups: [{ name: 'All', steps: [] }] } },
    { ...bare, layout: { notes: [{ text: 'Look', at: [0] }] } },
    { ...bare, layout: { notes: [{ text: 'Look', at: [0, 0], colour: 'pink' }] } },
    { ...bare, layout: { frames: [] } },
  ];
  for (const slip of slips) {
    assert.equal(accepts(slip), false, JSON.stringify(slip));
    assert.ok(isJsonObject(slip));
    assert.equal(parseDefinition({ definition: slip }).ok, false, JSON.stringify(slip));
  }
});

test('the published schema and the rule for names refuse the same names', () => {
  const piece = fc.constantFrom(
    'a',
    ' ',
    'é',
    '夜',
    '\u00a0',
    '\u200b',
    '\u202e',
    '\n',
    '\ufe0f',
    '\u2800',
    '\u3164',
    '🚀',
    '/',
    '..',
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (name) => {
      assert.equal(accepts({ ...bare, name }), nameFault(name) === undefined, JSON.stringify(name));
      assert.equal(accepts({ name: 'w', tasks: [{ id: name, type: 't' }] }), nameFault(name) === undefined);
    }),
    { numRuns: 2_000 },
  );
});
