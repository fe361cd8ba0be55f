// Goal: an expression is refused only for what can never work; whatever came out well once is never refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { typeOfSchema } from '#domain/json-schema/type-of-schema.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { checkTypes } from './check-types.ts';
import { compileExpression, evaluate } from './expressions.ts';
import { anyType, numberType, sayType, textType, truthType, type ValueType } from './value-type.ts';

const report: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['rows'],
  properties: {
    rows: { type: 'integer' },
    name: { type: 'string' },
    isDone: { type: 'boolean' },
    parts: { type: 'array', items: { type: 'object', properties: { size: { type: 'number' } } } },
    state: { enum: ['on', 'off'] },
    odd: { type: ['string', 'null'] },
  },
};
const variables: Record<string, ValueType> = { text: textType, count: numberType, isOn: truthType };

function checked(text: string) {
  const compiled = compileExpression(text);
  assert.ok(compiled.ok, compiled.ok ? '' : `${text}: ${compiled.refusals[0]?.message}`);
  const result = typeOfSchema(report);
  return checkTypes(compiled.value, {
    variable: (name) => variables[name] ?? anyType,
    stepResult: (id) => (id === 'report' ? result : anyType),
    result: () => result,
  });
}

const refused: [text: string, why: RegExp][] = [
  ['tasks.report.result.stat == "on"', /there is never a field stat; did you mean state\? \(column 21\)/],
  ['result.rows == "3"', /a number is compared with a text, which is always false/],
  ['vars.text > vars.count', /a text cannot be compared with a number/],
  ['vars.text > 3', /a text cannot be compared with a number/],
  ['vars.text.size() > vars.text', /a number cannot be compared with a text/],
  ['vars.count && vars.isOn', /&& stands between true and false, not beside a number/],
  ['!vars.text', /not is said of true or false, not of a text/],
  ['vars.text * 2', /no calculating with a text/],
  ['vars.count + vars.text', /a number and a text do not add up/],
  ['vars.count.total', /a number has no field total/],
  ['vars.text.map(x, x)', /a text has no items/],
  ['result.parts.exists(part, part.size > "9")', /a number cannot be compared with a text/],
  ['result.parts.filter(part, part.size).size() > 1', /filter asks for true or false, not a number/],
  ['now > vars.text', /an instant cannot be compared with a text/],
  ['vars.text ? 1 : 2', /what stands before \? is true or false, not a text/],
  ['vars.count.startsWith("a")', /startsWith is asked of a text, not of a number/],
  ['1 in vars.text', /in looks into a list or an object, not into a text/],
];
for (const [text, why] of refused)
  test(`${text} can never work, and is told why`, () => {
    const { fault } = checked(text);
    assert.match(fault?.message ?? 'nothing', why);
  });

const accepted: [text: string, type: string][] = [
  ['tasks.report.result.rows > vars.count', 'true or false'],
  ['tasks.other.result.anything.at.all == "x"', 'true or false'],
  ['has(result.row) || result.?row.orValue(3) == 3', 'true or false'],
  ['result.odd == null || result.odd == "x" || result.odd == 3', 'true or false'],
  ['tasks.report.result == null', 'true or false'],
  ['tasks.report.error.type == "Timeout"', 'true or false'],
  ['result.state == "on" ? result.rows : 0', 'a number'],
  ['result.parts.map(part, part.other)[0].deep', 'anything'],
  ['vars.unknown + 1 > vars.text.size()', 'true or false'],
  ['vars.text + vars.text', 'a text'],
  ['{"a": vars.count}.b', 'anything'],
  ['now + duration("1h")', 'anything'],
];
for (const [text, type] of accepted)
  test(`${text} is ${type} and may stand`, () => {
    const { type: found, fault } = checked(text);
    assert.deepEqual([fault, sayType(found)], [undefined, type]);
  });

const names = ['a', 'b', 'c'];
const schemas = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonObject>(
      { type: 'string' },
      { type: 'integer' },
      { type: 'boolean' },
      {},
      { enum: ['x', 'y'] },
      { type: ['number', 'null'] },
    ),
    tie('schema').map((items): JsonObject => ({ type: 'array', items })),
    fc
      .tuple(fc.dictionary(fc.constantFrom(...names), tie('schema'), { maxKeys: 3 }), fc.boolean())
      .map(([properties, isOpen]): JsonObject => ({ type: 'object', properties, additionalProperties: isOpen })),
  ),
})).schema;

/** A value that fits a schema; `pick` says which one. */
function fitting(schema: Json | undefined, pick: (below: number) => number): Json {
  const given = schema as JsonObject;
  const anyOf: Json[] = [null, 1, 'x', true, [1], { a: 'x' }];
  if (Array.isArray(given.enum)) return given.enum[pick(given.enum.length)] ?? null;
  if (Array.isArray(given.type)) return pick(2) === 0 ? 2.5 : null;
  switch (given.type) {
    case 'string':
      return ['', 'abc'][pick(2)] ?? '';
    case 'integer':
      return pick(3);
    case 'boolean':
      return pick(2) === 0;
    case 'array':
      return Array.from({ length: pick(3) }, () => fitting(given.items, pick));
    case 'object': {
      const fields = Object.entries(given.properties as JsonObject).filter(() => pick(4) > 0);
      const isMore = given.additionalProperties === true && !Object.hasOwn(given.properties as JsonObject, 'c');
      const more: [string, Json][] = isMore ? [['c', anyOf[pick(6)] ?? null]] : [];
      return Object.fromEntries([...more, ...fields.map(([name, inner]) => [name, fitting(inner, pick)] as const)]);
    }
    default:
      return anyOf[pick(anyOf.length)] ?? null;
  }
}

// Without the signs that leave a part unread: what is never looked at may be wrong and come out well.
const texts = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('vars.v', 'tasks.s.result', 'result', 'tasks.s.state', '1', '"x"', 'true', 'null', 'now', '[]'),
    fc.tuple(tie('text'), fc.constantFrom(...names)).map(([of, name]) => `(${of}).${name}`),
    fc.tuple(tie('text'), fc.constantFrom('0', '"a"')).map(([of, key]) => `(${of})[${key}]`),
    fc
      .tuple(tie('text'), fc.constantFrom('==', '!=', '<', '>=', '+', '-', '*', '%', 'in'), tie('text'))
      .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
    fc.tuple(fc.constantFrom('!', '-'), tie('text')).map(([sign, of]) => `${sign}(${of})`),
    fc.tuple(tie('text'), tie('text')).map(([left, right]) => `[(${left}), (${right})]`),
    fc
      .tuple(
        tie('text'),
        fc.constantFrom('size()', 'startsWith("a")', 'map(x, x)', '?a.orValue(1)', 'filter(x, x == 1)'),
      )
      .map(([of, method]) => `(${of}).${method}`),
    fc.tuple(fc.constantFrom('size', 'string', 'has'), tie('text')).map(([call, of]) => `${call}((${of}).a)`),
  ),
})).text;

test('what came out well with values that fit is never refused, but for a comparison that never changes', () => {
  const random = fc.infiniteStream(fc.nat(1_000));
  let wentWell = 0;
  fc.assert(
    fc.property(texts, schemas, schemas, random, (text, variable, result, stream) => {
      const compiled = compileExpression(text);
      if (!compiled.ok) return;
      const pick = (below: number) => (stream.next().value ?? 0) % below;
      const [v, left] = [fitting(variable, pick), fitting(result, pick)];
      const scope = { vars: { v }, tasks: { s: { state: 'SUCCEEDED', result: left } }, result: left, now: new Date(0) };
      const value = evaluate(compiled.value, scope);
      if (!value.ok) return;
      wentWell += 1;
      const [variableType, resultType] = [typeOfSchema(variable), typeOfSchema(result)];
      const { type, fault } = checkTypes(compiled.value, {
        variable: () => variableType,
        stepResult: () => resultType,
        result: () => resultType,
      });
      if (fault !== undefined) assert.match(fault.message, /which is always (true|false)/, JSON.stringify({ v, left }));
      else assert.ok(isOf(type, value.value), `${JSON.stringify(value.value)} is ${sayType(type)}`);
    }),
    { numRuns: 3_000 },
  );
  assert.ok(wentWell > 300, `${wentWell} came out well`);
});

function isOf({ kind }: ValueType, value: Json): boolean {
  switch (kind) {
    case 'text':
    case 'instant':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'truth':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return true;
  }
}
