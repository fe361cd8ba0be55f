// What may be written in a step can be filled in beside the canvas: every field of the published schema has its form.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { changeText } from '#components/nouns/workflow/editor/model/changes.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { printStep } from '#domain/workflow/print.ts';
import { formParts, inFull, ownForms, saidAt, writtenAt } from './field-specs.ts';

const schema: Json = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../../domain/workflow/workflow-1.json'), 'utf8'),
);
assert.ok(isJsonObject(schema));
const definitions = isJsonObject(schema.$defs) ? schema.$defs : {};

const specs = formParts.flatMap(({ fields }) => fields);

/** The fields of a schema that hold no others, by their paths. A form and params are values, whatever they hold. */
function leaves(node: Json, path: readonly string[]): string[] {
  if (!isJsonObject(node)) return [];
  const { $ref } = node;
  if (typeof $ref === 'string') {
    return leaves(saidAt(definitions, [$ref.replace('#/$defs/', '')]) ?? null, path);
  }
  if (node.type === 'array' && isJsonObject(node.items) && node.items.enum === undefined)
    return leaves(node.items, path);
  const whole = Array.isArray(node.oneOf) ? node.oneOf.find((one) => isJsonObject(one) && one.properties) : undefined;
  const holder = isJsonObject(whole) && path[0] !== 'onItemFailure' ? whole : node;
  if (!isJsonObject(holder.properties) || path[0] === 'onItemFailure') return [path.join('.')];
  return Object.entries(holder.properties).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

test('every field of a step has a form', () => {
  const steps = saidAt(definitions, ['step', 'properties']);
  assert.ok(isJsonObject(steps));
  const published = Object.entries(steps).flatMap(([name, node]) => leaves(node, [name]));
  assert.ok(published.length > 35, published.join());
  const drawn = new Set([...specs.map(({ path }) => path.join('.')), ...Object.keys(ownForms)]);
  assert.deepEqual(
    published.filter((path) => !drawn.has(path)),
    [],
  );
  const known = new Set([...published, 'workflow']);
  assert.deepEqual(
    [...drawn].filter((path) => !known.has(path)),
    [],
    'and no form is there for a field that nobody knows',
  );
});

test('a field with a form of its own is drawn where the list says', () => {
  for (const [path, file] of Object.entries(ownForms)) {
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
    const name = path.split('.').at(-1) ?? '';
    assert.match(text, new RegExp(`\\b(${name}|rename-step|step\\.task|dependency\\.step)\\b`), `${path} in ${file}`);
  }
});

const text = `name: w
variables: { list: { type: array } }
tasks:
  - id: a
    type: T
    compensate: UNDO   # in short
  - { id: b, wait: { until: vars.at } }
`;

function filled(stepKey: string, path: readonly string[], value: Json | undefined): string {
  const parsed = parseDefinition({ yaml: text });
  assert.ok(parsed.ok);
  const step = parsed.definition.steps.find(({ id }) => id === stepKey);
  assert.ok(step !== undefined);
  const changed = changeText(text, [{ kind: 'set-field', step: stepKey, ...writtenAt(printStep(step), path, value) }]);
  assert.ok(changed.ok, changed.ok ? '' : changed.sentence);
  return changed.text;
}

const samples: Record<string, Json> = {
  duration: 'PT9M',
  whole: 7,
  switch: true,
  lines: ['x'],
  amounts: { gpu: 1 },
  expressions: { list: 'result' },
  itemFailure: { threshold: 3 },
  json: { type: 'object' },
  choices: ['admin'],
};

test('whatever is filled in says just that, and taken away again leaves the text as it was', () => {
  for (const { path, control } of specs) {
    const [first] = path;
    if (first === 'wait' || first === 'approval' || first === 'compensate') continue;
    const value =
      control.kind === 'choice'
        ? (control.options[0]?.value ?? '')
        : path.join() === 'join'
          ? 'any'
          : (samples[control.kind] ?? 'vars.list');
    const written = filled('a', path, value);
    const parsed = parseDefinition({ yaml: written });
    // What belongs to a loop makes no sense without one.
    const needs = ['maxConcurrency', 'onItemFailure', 'delay'].includes(first ?? '');
    assert.equal(parsed.ok, !needs, written);
    if (!parsed.ok) continue;
    const [step] = parsed.definition.steps;
    assert.ok(step !== undefined);
    assert.deepEqual(saidAt(inFull(printStep(step)), path), value, path.join('.'));
    assert.equal(filled('a', path, undefined), text);
  }
});

test('what is said in short is written in full as soon as it says more', () => {
  assert.match(filled('a', ['compensate', 'task'], 'OTHER'), /compensate: OTHER {3}# in short/);
  assert.match(filled('a', ['compensate', 'params'], { x: 1 }), /compensate: \{ task: UNDO, params: \{ x: 1 \} \}/);
  assert.doesNotMatch(filled('a', ['compensate', 'task'], undefined), /compensate/);
  assert.match(filled('b', ['wait', 'until'], 'vars.other'), /wait: \{ until: vars\.other \}/);
  const parsed = parseDefinition({ yaml: text });
  assert.ok(parsed.ok && parsed.definition.steps[1] !== undefined);
  assert.equal(saidAt(inFull(printStep(parsed.definition.steps[1])), ['wait', 'until']), 'vars.at');
});
