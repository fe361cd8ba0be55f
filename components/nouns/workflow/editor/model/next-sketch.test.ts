// The short way must say what the long one says: every kind of change, at every place of every definition of the corpus.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { definitionCorpus } from '#testing/probes/definitions/definition-corpus.ts';
import { nextSketchOf, withOneStepChanged } from './next-sketch.ts';
import { sketchOf } from './sketch.ts';

const plain = `name: plain
tasks:
  - id: a
    type: A
    dependencies: []
  # about b
  - id: b
    type: B
    condition: "vars.x && !vars.y"
    dependencies: [a]
  - id: c
    type: C
    params:
      note: |-
        more
        - than one
    dependencies: [b]
variables: { x: { type: boolean }, y: { type: boolean } }
layout: { places: { a: [0, 0] } }
`;
// Where nothing is read the short way, nothing can be learned.
const texts = [plain, ...definitionCorpus().map(({ text }) => text)].filter(isPlain);

function isPlain(text: string): boolean {
  const sketch = sketchOf(text);
  const after = text.replace(/( {2}type: \w+)/, '$1x');
  return sketch !== undefined && withOneStepChanged({ text, sketch }, after) !== undefined;
}

// What is typed, and what YAML makes much of.
const typed = fc.oneof(
  fc.constantFrom('x', '2', ' ', '\n', '-', '- ', '\n  - ', '\n  - id: z\n    type: Z', ':', ': ', '#', ' #', '"', "'"),
  fc.constantFrom(
    '|',
    '>',
    '|\n',
    '[',
    ']',
    '{',
    '}',
    ',',
    '&a',
    '*a',
    ' *a ',
    '!',
    '!!str ',
    '---',
    '\n---\n',
    '\n...\n',
  ),
  fc.constantFrom(
    '\t',
    '\r',
    '\u2028',
    '\n\n',
    '\n    join: any',
    '\n    on_success: b',
    'id',
    'name: z',
    '\n    x: 1',
  ),
);

test('what is read of one step alone is what is read of the whole', () => {
  let quick = 0;
  const change = fc.record({
    text: fc.constantFrom(...texts),
    at: fc.nat({ max: 999 }),
    removed: fc.oneof(fc.constant(0), fc.nat(2), fc.nat(40)),
    typed: fc.oneof({ weight: 4, arbitrary: typed }, fc.constant('')),
  });
  fc.assert(
    fc.property(change, ({ text, at, removed, typed: inserted }) => {
      const sketch = sketchOf(text);
      const place = Math.floor((at / 1_000) * text.length);
      const after = text.slice(0, place) + inserted + text.slice(place + removed);
      if (sketch === undefined) return;
      const found = withOneStepChanged({ text, sketch }, after);
      if (found === undefined) return;
      quick += 1;
      assert.deepStrictEqual(found, sketchOf(after));
    }),
    { numRuns: 3_000 },
  );
  assert.ok(quick > 200, `${quick} of them were read the short way`);
});

test('a letter typed into one step leaves all others the objects that they were', () => {
  const sketch = sketchOf(plain);
  assert.ok(sketch !== undefined);
  const after = nextSketchOf({ text: plain, sketch }, plain.replace('type: B', 'type: B2\n    join: any'));
  assert.equal(after?.steps.get('b')?.task, 'B2');
  assert.equal(after?.steps.get('a'), sketch.steps.get('a'));
  assert.equal(after?.picture.edges, sketch.picture.edges);
  assert.deepEqual(
    after?.lines.map(({ line }) => line),
    [3, 7, 12],
  );
});

test('what cannot be read is told, and what can be read again is', () => {
  const sketch = sketchOf(plain);
  assert.ok(sketch !== undefined);
  assert.equal(nextSketchOf({ text: plain, sketch }, plain.replace('type: B', 'type: "B')), undefined);
  assert.deepEqual(nextSketchOf(undefined, plain), sketch);
});
