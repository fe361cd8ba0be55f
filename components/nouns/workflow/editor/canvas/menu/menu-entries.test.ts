import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeText } from '#components/nouns/workflow/editor/model/changes.ts';
import { sketchOf } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs, MenuTarget } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { entriesFor, titleOf } from './menu-entries.ts';

const text = `name: w
tasks:
  - { id: a, type: T, foreach: '[1]' }
  - { id: b, wait: { signal: go }, dependencies: [a] }
  - { id: c, type: T }
  - { id: d, workflow: other }
`;

function menuOf(on: MenuTarget['on'], more: { chosen?: string[]; isReadOnly?: boolean; acts?: Partial<EditorActs> }) {
  const asked: unknown[] = [];
  const editing = {
    sketch: sketchOf(text),
    chosen: more.chosen ?? [],
    isReadOnly: more.isReadOnly ?? false,
    isStale: false,
    change: (edits: Parameters<Editing['change']>[0]) => {
      asked.push(edits);
      return changeText(text, [edits].flat()).ok;
    },
  } as Partial<Editing> as Editing;
  const acts = {
    ask: (window: unknown) => asked.push(window),
    repeat: (...given: unknown[]) => asked.push(given),
    align: (how: unknown) => asked.push(how),
    ...more.acts,
  } as Partial<EditorActs> as EditorActs;
  const target = { on, x: 0, y: 0 } as MenuTarget;
  const entries = entriesFor(target, { editing, acts });
  const words = entries.flatMap((entry) => (entry.kind === 'act' ? [entry.word] : []));
  const press = (word: string) => {
    const entry = entries.find((one) => one.kind === 'act' && one.word === word);
    if (entry?.kind === 'act') entry.act();
    return asked;
  };
  return { title: titleOf(target, { editing, acts }), words, press };
}

test('a step has its acts in its menu, and one that repeats repeats no longer by the same line', () => {
  const { title, words, press } = menuOf('step', { chosen: ['a'] });
  assert.equal(title, 'a');
  for (const word of ['Properties', 'Add after …', 'Connect to …', 'Undone by …', 'Group', 'Duplicate', 'Remove'])
    assert.ok(words.includes(word), word);
  assert.deepEqual(press('Repeat for each item'), [['a', undefined]]);
  assert.equal(menuOf('step', { chosen: ['b'] }).words.includes('Repeat while'), false, 'a wait has nothing to repeat');
});

test('a step that another workflow carries out repeats for each item only, and nothing undoes it', () => {
  const { words } = menuOf('step', { chosen: ['d'] });
  assert.deepEqual(
    ['Repeat for each item', 'Repeat while', 'Undone by …'].map((word) => words.includes(word)),
    [true, false, false],
  );
});

test('several steps are brought into line, and three are spread out', () => {
  assert.deepEqual(menuOf('step', { chosen: ['a', 'c'] }).press('Top sides in line'), ['top']);
  assert.equal(menuOf('step', { chosen: ['a', 'c'] }).words.includes('Spread out evenly across'), false);
  assert.ok(menuOf('step', { chosen: ['a', 'b', 'c'] }).words.includes('Spread out evenly across'));
});

test('a step is set into the dependency that the menu was opened on', () => {
  const link = { from: 'a', to: 'b', on: 'success' } as const;
  const { title, press } = menuOf('link', { acts: { chosenLink: { ...link, condition: undefined } } });
  assert.equal(title, 'a → b');
  assert.deepEqual(press('Insert a step …'), [{ kind: 'insert', link: { ...link, condition: undefined } }]);
});

test('who may only look is offered no change', () => {
  assert.deepEqual(menuOf('step', { chosen: ['a'], isReadOnly: true }).words, ['Properties']);
  assert.deepEqual(menuOf('canvas', { isReadOnly: true }).words, []);
});
