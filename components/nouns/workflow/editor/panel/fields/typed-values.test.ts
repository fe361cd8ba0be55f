import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '#components/kit/form/schema/json-text.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { printStep } from '#domain/workflow/print.ts';
import { formParts, inFull } from './field-specs.ts';
import { isToWrite, readThreshold, readTyped, typedProblem } from './typed-values.ts';

const specs = formParts.flatMap(({ fields }) => fields);

function specOf(path: string) {
  const spec = specs.find((one) => one.path.join('.') === path);
  assert.ok(spec !== undefined, path);
  return spec;
}

test('a field that makes its step what it is is never written empty', () => {
  const needed = specs.filter(({ isNeeded }) => isNeeded === true).map(({ path }) => path.join('.'));
  assert.deepEqual(needed, ['wait.duration', 'wait.until', 'wait.signal', 'approval.title', 'foreach', 'while']);
  for (const path of needed) assert.match(typedProblem(specOf(path), ' ') ?? '', /needed/);
  assert.deepEqual(readTyped(specOf('condition'), ' '), { ok: true, value: undefined });
});

test('a number that cannot be read, or is out of its range, is not written', () => {
  for (const [path, text] of [
    ['priority', '5x'],
    ['priority', '1001'],
    ['join', 'some'],
    ['join', '0'],
    ['maxConcurrency', '1.5'],
    ['maxConcurrency', '1001'],
    ['retry.maxAttempts', '101'],
  ] as const)
    assert.match(typedProblem(specOf(path), text) ?? '', /^A whole number from/, `${path} ${text}`);
  assert.deepEqual(readTyped(specOf('priority'), '-5'), { ok: true, value: -5 });
  assert.deepEqual(readTyped(specOf('join'), 'Any'), { ok: true, value: 'any' });
  assert.deepEqual(readTyped(specOf('join'), '2'), { ok: true, value: 2 });
});

test('half a span is none', () => {
  assert.match(typedProblem(specOf('timeout'), '1.') ?? '', /no span yet/);
  assert.equal(typedProblem(specOf('timeout'), 'PT1M30S'), undefined);
});

test('so many items may fail, or such a share of them', () => {
  assert.deepEqual(['3', '10%', '100%'].map(readThreshold), [
    { ok: true, value: 3 },
    { ok: true, value: '10%' },
    { ok: true, value: '100%' },
  ]);
  for (const text of ['0', '0%', '101%', '5x', '10001']) assert.equal(readThreshold(text).ok, false, text);
});

test('the old value is written again where the one that was written did not come back', () => {
  assert.equal(isToWrite('5', { value: '5', written: undefined }), false);
  assert.equal(isToWrite('6', { value: '5', written: undefined }), true);
  assert.equal(isToWrite('5', { value: '5', written: '6' }), true);
  assert.equal(isToWrite('6', { value: '6', written: '6' }), false);
});

test('what is no JSON yet is no value', () => {
  assert.equal(parseJson('{ "type": '), undefined);
  assert.equal(parseJson('type'), undefined);
  assert.deepEqual(parseJson('{ "type": "object" }'), { type: 'object' });
});

test('params of what undoes a step are asked for once there is a task that does', () => {
  const { fits } = specOf('compensate.params');
  const shown = (compensate: string) => {
    const parsed = parseDefinition({ yaml: `name: w\ntasks:\n  - { id: a, type: T${compensate} }\n` });
    assert.ok(parsed.ok && parsed.definition.steps[0] !== undefined);
    return fits?.(inFull(printStep(parsed.definition.steps[0])));
  };
  assert.equal(shown(''), false);
  assert.equal(shown(', compensate: UNDO'), true);
});
