import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { openDraft } from '#domain/workflow/edit/draft.ts';
import { applyEdit, type Edit } from '#domain/workflow/edit/edit.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { withGroup, withGroupChanged, withNote, withNoteChanged, withoutMembers, withPlaces } from './change-layout.ts';
import { type CanvasLayout, markColours, noLayout, printCanvasLayout, readCanvasLayout } from './layout.ts';

const text = `name: ship   # it
tasks:
  - { id: build, type: BUILD, compensate: CLEAN }
  - { id: ship, type: SHIP, dependencies: [build] }   # last
`;

function edited(before: string, edit: Edit): string {
  const outcome = applyEdit(openDraft(before), edit);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusals[0]?.message);
  return outcome.value.draft.text;
}

function problemsOf(layout: Json): [code: string, path: string][] {
  const tasks: Json[] = [
    { id: 'build', type: 'T', compensate: 'T' },
    { id: 'ship', type: 'T' },
  ];
  const parsed = parseDefinition({ definition: { name: 'w', tasks, layout } });
  const problems = parsed.ok ? validateDefinition(parsed.definition, { tasks: new Set(['T']) }) : parsed.problems;
  return problems.map(({ code, path }) => [code, path.join('.')]);
}

test('a layout is written below the steps, a line for each thing, and nothing else moves', () => {
  const moved = withPlaces(noLayout, new Map([['ship', { x: 240.4, y: -12 }]]));
  const noted = withNote(withGroup(moved, ['build', 'ship']), { text: 'Ask Ann: #ship', at: [0, -90] });
  const after = edited(text, { kind: 'set-layout', layout: noted });
  assert.equal(
    after,
    `${text}layout:
  places:
    ship: [240, -12]
  groups:
    - name: Group
      steps: [build, ship]
      colour: blue
  notes:
    - text: "Ask Ann: #ship"
      at: [0, -90]
`,
  );
  const again = edited(after, {
    kind: 'set-layout',
    layout: withPlaces(noted, new Map([['build', { x: 0, y: 3 }]])),
  });
  assert.equal(again, after.replace('    ship: [240, -12]\n', '    ship: [240, -12]\n    build: [0, 3]\n'));
  assert.equal(edited(after, { kind: 'set-layout', layout: noLayout }), text);
});

test('the layout follows steps that get another name or go, and what undoes a step with it', () => {
  const layout: CanvasLayout = {
    places: { build: [0, 0], 'build:compensate': [0, 90], ship: [300, 0] },
    groups: [{ name: 'All', steps: ['build', 'ship'] }],
    notes: [],
  };
  const drawn = edited(text, { kind: 'set-layout', layout });
  const renamed = edited(drawn, { kind: 'rename-step', step: 'build', to: 'make' });
  assert.match(renamed, /make:compensate"?: \[0, 90\]/);
  assert.match(renamed, /steps: \[make, ship\]/);
  const without = edited(drawn, { kind: 'remove-steps', steps: ['build'] });
  const parsed = parseDefinition({ yaml: without });
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.definition.layout, {
    places: { ship: [300, 0] },
    groups: [{ name: 'All', steps: ['ship'] }],
    notes: [],
  });
  assert.deepEqual(validateDefinition(parsed.definition, { tasks: new Set(['SHIP']) }), []);
  const none = edited(drawn, { kind: 'remove-steps', steps: ['build', 'ship'] });
  assert.doesNotMatch(none, /layout/);
});

test('what stands in a layout without a step, twice or out of reach is refused at its place', () => {
  const at = [0, 0];
  assert.deepEqual(problemsOf({ places: { build: at, 'build:compensate': at } }), []);
  const refused: [Json, string, string][] = [
    ['left', 'BAD_INPUT', 'layout'],
    [{ zoom: 2 }, 'UNKNOWN_FIELD', 'layout.zoom'],
    [{ places: { gone: at } }, 'NOT_FOUND', 'layout.places.gone'],
    [{ places: { 'ship:compensate': at } }, 'NOT_FOUND', 'layout.places.ship:compensate'],
    [{ places: { ship: [0, 1e9] } }, 'BAD_INPUT', 'layout.places.ship'],
    [{ places: { ship: [0, 0, 0] } }, 'BAD_INPUT', 'layout.places.ship'],
    [{ groups: [{ name: 'x', steps: ['gone'] }] }, 'NOT_FOUND', 'layout.groups.0.steps.0'],
    [{ groups: [{ name: ' ', steps: ['ship'] }] }, 'BAD_INPUT', 'layout.groups.0.name'],
    [{ groups: [{ name: 'x', steps: 'ship' }] }, 'BAD_INPUT', 'layout.groups.0.steps'],
    [
      {
        groups: [
          { name: 'x', steps: ['ship'] },
          { name: 'y', steps: ['ship'] },
        ],
      },
      'DUPLICATE_ID',
      'layout.groups.1.steps.0',
    ],
    [{ notes: [{ text: 'x'.repeat(2_001), at }] }, 'BAD_INPUT', 'layout.notes.0.text'],
    [{ notes: Array.from({ length: 201 }, () => ({ text: 'x', at })) }, 'TOO_LARGE', 'layout.notes'],
    [{ notes: [{ text: 'x', at, colour: 'pink' }] }, 'BAD_INPUT', 'layout.notes.0.colour'],
  ];
  for (const [layout, code, path] of refused)
    assert.deepEqual(problemsOf(layout)[0], [code, path], JSON.stringify(layout).slice(0, 200));
});

test('a group takes its steps from others, and is gone with its last one', () => {
  const one = withGroup(noLayout, ['a', 'b']);
  const two = withGroup(one, ['b']);
  assert.deepEqual(
    two.groups.map(({ name, steps }) => [name, steps]),
    [
      ['Group', ['a']],
      ['Group 2', ['b']],
    ],
  );
  assert.deepEqual(withGroup(two, ['a', 'b']).groups.length, 1);
  assert.deepEqual(withoutMembers(two, ['a']).groups[0]?.name, 'Group 2');
  assert.deepEqual(withGroupChanged(two, 1, { name: 'Late', colour: 'red' }).groups[1], {
    name: 'Late',
    steps: ['b'],
    colour: 'red',
  });
  assert.deepEqual(withGroupChanged(one, 0, undefined), noLayout);
  const noted = withNote(noLayout, { text: 'x', at: [0, 0] });
  assert.deepEqual(withNoteChanged(noted, 0, { at: [4, 5] }).notes, [{ text: 'x', at: [4, 5] }]);
  assert.deepEqual(withNoteChanged(noted, 0, undefined), noLayout);
});

test('every layout is printed and read as the same', () => {
  const point = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }));
  const colour = fc.record({ colour: fc.constantFrom(...markColours) }, { requiredKeys: [] });
  const word = fc.stringMatching(/^[a-z]{1,9}$/);
  const layouts = fc.record({
    places: fc.dictionary(word, point),
    groups: fc.array(
      fc
        .tuple(fc.record({ name: word, steps: fc.array(word, { minLength: 1 }) }), colour)
        .map(([group, own]) => ({ ...group, ...own })),
    ),
    notes: fc.array(fc.tuple(fc.record({ text: word, at: point }), colour).map(([note, own]) => ({ ...note, ...own }))),
  });
  fc.assert(
    fc.property(layouts, (layout) => {
      const read = readCanvasLayout(printCanvasLayout(layout) ?? {});
      assert.deepEqual(read, { layout: { ...layout, places: { ...layout.places } }, faults: [] });
    }),
  );
});

test('a layout is a part of what is stored, and makes no difference to what runs', () => {
  const drawn = edited(text, { kind: 'set-layout', layout: withGroup(noLayout, ['ship']) });
  const [plain, framed] = [parseDefinition({ yaml: text }), parseDefinition({ yaml: drawn })];
  assert.ok(plain.ok && framed.ok);
  const { layout, ...rest } = printDefinition(framed.definition);
  assert.deepEqual(layout, { groups: [{ name: 'Group', steps: ['ship'], colour: 'blue' }] });
  assert.deepEqual(rest, printDefinition(plain.definition));
});
