// Values of every kind are written into texts of every style and read back as the same, and then changed to others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { unfitJson } from '#domain/value/json.ts';
import { definitionCorpus } from '#testing/probes/definitions/definition-corpus.ts';
import { type Draft, openDraft } from './draft.ts';
import { applyEdit } from './edit.ts';
import { isSame, valueAt } from './tree-change.ts';

// Texts that mean something else without quotes, that look like the signs of a list or a comment, or that nobody sees.
const awkward = fc.constantFrom(
  ...[
    '',
    ' ',
    'a: b',
    'a #b',
    '# a',
    '- a',
    'yes',
    'NO',
    'null',
    '~',
    '1',
    '1e3',
    '0x1',
    '.5',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    '? a',
    ': a',
  ],
  ...[
    'a:',
    '{a}',
    '[a',
    'a, b',
    '<<',
    '...',
    '---',
    "it's",
    'say "so"',
    'a\\b',
    'a\nb',
    'a\n',
    '\na',
    'a\n\nb\n',
    ' a\nb',
    'a \nb',
    'a\n\n',
    'a\tb',
    'a\r\nb',
    '\u00a0a',
    '\u2028',
    '\ufeff',
    '\u0085',
    'é',
    '試',
    '🙂',
  ],
);
const texts = fc.oneof(
  awkward,
  fc.string(),
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
);
const keys = fc.oneof(awkward, fc.constantFrom('a', 'b', 'on', 'y', 'null'), fc.string({ maxLength: 5 }));
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    texts,
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

const isFit = (value: unknown) => unfitJson(value) === undefined;
const corpus = definitionCorpus().filter(({ text }) => !/[&*]\w/.test(text));

function set(draft: Draft, path: string[], text: string): Draft {
  const step = draft.outline.steps.find(({ index }) => index !== undefined);
  assert.ok(step !== undefined);
  const value = JSON.parse(text);
  const outcome = applyEdit(draft, { kind: 'set-field', step: step.id, path, value });
  assert.ok(outcome.ok, `${JSON.stringify(path)} = ${text} in\n${draft.text}`);
  const fields = outcome.value.draft.outline.steps.find(({ id }) => id === step.id)?.fields;
  assert.ok(isSame(valueAt(fields, path), value));
  return outcome.value.draft;
}

test('any value can be written into any text, deep in what is there, and changed to any other', () => {
  const fit = values.filter(isFit).map((value) => JSON.stringify(value));
  fc.assert(
    fc.property(
      fc.constantFrom(...corpus),
      fit,
      fit,
      keys.filter((key) => isFit({ [key]: 1 })),
      ({ text }, one, other, key) => {
        const first = set(openDraft(text), ['params'], `{"deep":${one},"list":[1,${other}]}`);
        const second = set(first, ['params', 'deep'], other);
        const third = set(second, ['params', key], one);
        const fourth = set(third, ['params', 'list'], `[${one},2,${one}]`);
        set(fourth, ['params'], other);
      },
    ),
    { numRuns: 300 },
  );
});

test('a text in the place of a mapping leaves the comment below it a comment', () => {
  const draft = openDraft('name: x\ntasks:\n  - id: a\n    type: A\n    params: # all\n      b: 1\n      # So far.\n');
  const { text } = set(draft, ['params'], '"one\\ntwo\\n"');
  assert.equal(text, draft.text.replace('params: # all\n      b: 1', 'params: "one\\ntwo\\n" # all'));
});
