import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formBounds } from '#components/kit/form/form-bounds.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { drawSchema, placeOf } from './drawn-schema.ts';

const draw = (schema: JsonObject, value: JsonObject = {}) => {
  const drawn = drawSchema(schema, value);
  assert.ok(drawn !== undefined, JSON.stringify(schema));
  return drawn;
};
const drawnAs = (property: JsonObject, value?: JsonObject) => {
  const ui = draw({ type: 'object', properties: { it: property } }, value).ui.it ?? {};
  return ui['ui:field'] ?? ui['ui:widget'] ?? (ui.items === undefined ? 'group' : `list of ${ui.items['ui:widget']}`);
};

test('texts, numbers and choices have fields, objects are groups, and lists of simple values are lists', () => {
  assert.equal(drawnAs({ type: 'string' }), 'line');
  assert.equal(drawnAs({ type: 'string', default: 'a\nb' }), 'lines');
  assert.equal(drawnAs({ type: 'integer' }), 'line');
  assert.equal(drawnAs({ type: 'boolean' }), 'choice');
  assert.equal(drawnAs({ enum: ['test', 'live'] }), 'choice');
  assert.equal(drawnAs({ type: 'object', properties: { a: { type: 'string' } } }), 'group');
  assert.equal(drawnAs({ type: 'array', items: { type: 'number' } }), 'list of line');
});

test('what has no field of its own is a field of JSON', () => {
  const parts: JsonObject[] = [
    {},
    { type: 'object' },
    { type: 'array' },
    { type: ['string', 'null'] },
    { type: 'string', anyOf: [{ minLength: 1 }, { const: 'a' }] },
    { $ref: '#/$defs/a' },
    { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
    { type: 'array', items: { type: 'string' }, prefixItems: [{ type: 'number' }] },
    { enum: [{ a: 1 }] },
    { enum: Array.from({ length: formBounds.schemaChoicesMax + 1 }, (_, n) => n) },
  ];
  for (const part of parts) assert.equal(drawnAs(part), 'json', JSON.stringify(part).slice(0, 80));
});

test('a value that its field could not show makes it a field of JSON, so that nothing of it is lost', () => {
  assert.equal(drawnAs({ type: 'string' }, { it: { a: 1 } }), 'json');
  assert.equal(drawnAs({ type: 'array', items: { type: 'string' } }, { it: [['a']] }), 'json');
  assert.equal(drawnAs({ type: 'array', items: { type: 'string' } }, { it: 'a' }), 'json');
  assert.equal(drawnAs({ type: 'object', properties: { a: { type: 'string' } } }, { it: 7 }), 'json');
  const long = Array.from({ length: formBounds.schemaItemsMax + 1 }, () => 'a');
  assert.equal(drawnAs({ type: 'array', items: { type: 'string' } }, { it: long }), 'json');
});

test('groups end at a depth, and a schema of too many fields is no form', () => {
  const nested = (depth: number): JsonObject =>
    depth === 0 ? { type: 'string' } : { type: 'object', properties: { in: nested(depth - 1) } };
  assert.match(JSON.stringify(draw(nested(9)).ui), /"ui:field":"json"/);
  const wide = Object.fromEntries(Array.from({ length: formBounds.schemaFieldsMax + 1 }, (_, n) => [`p${n}`, {}]));
  assert.equal(drawSchema({ properties: wide }, {}), undefined);
  const empty: JsonObject[] = [
    {},
    { type: 'object' },
    { properties: {} },
    { $ref: '#/$defs/a', properties: { a: {} } },
  ];
  for (const schema of empty) assert.equal(drawSchema(schema, {}), undefined, JSON.stringify(schema));
});

test('a field says what it is called, whether it must be filled, and what counts when it is left empty', () => {
  const schema = {
    properties: { repo: { type: 'string' }, limit: { type: 'integer', description: 'How many.', default: 10 } },
    required: ['repo', 'limit'],
  };
  const { ui } = draw(schema);
  assert.equal(ui.repo?.['ui:title'], 'repo (required)');
  assert.equal(ui.limit?.['ui:title'], 'limit');
  assert.equal(ui.limit?.['ui:description'], 'How many. integer · 10 when left empty');
});

test('what a value holds beside its schema is told', () => {
  assert.deepEqual(draw({ properties: { a: { type: 'string' } } }, { a: 'x', b: 1 }).extras, ['b']);
});

test('a problem is shown at the deepest part that has a field', () => {
  const properties: JsonObject = { settings: { type: 'object' }, names: { type: 'array', items: { type: 'string' } } };
  const { schema } = draw({ properties });
  const placed = (...path: string[]) => placeOf(schema, { path, message: 'No.' });
  assert.deepEqual(placed('settings', 'depth', 'max'), { path: ['settings'], message: 'depth.max: No.' });
  assert.deepEqual(placed('names', '2'), { path: ['names', '2'], message: 'No.' });
  assert.deepEqual(placed('gone'), { path: [], message: 'gone: No.' });
});
