import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOffer } from '#components/nouns/workflow/editor/model/dragged-offer.ts';
import { framesOnCanvas, markKey, markOfKey, notesOnCanvas } from './frames.ts';

const layout = {
  places: {},
  groups: [
    { name: 'Night', steps: ['a', 'b', 'gone'] },
    { name: 'Nobody', steps: ['gone'] },
  ],
  notes: [{ text: 'Look', at: [5, -90] as [number, number] }],
};
const places = new Map([
  ['a', { x: 0, y: 100 }],
  ['b', { x: 300, y: 0 }],
]);

test('a frame is as large as the steps of its group, and a group without any on the canvas has none', () => {
  const frames = framesOnCanvas({ layout, places, chosen: { kind: 'group', index: 0 } });
  assert.deepEqual(
    frames.map(({ position, width, height, data }) => [position, width, height, data.text, data.isChosen]),
    [[{ x: -20, y: -40 }, 540, 216, 'Night', true]],
  );
});

test('a note stands where it was put', () => {
  const [note] = notesOnCanvas({ layout, chosen: undefined });
  assert.deepEqual([note?.position, note?.data.text, note?.data.isChosen], [{ x: 5, y: -90 }, 'Look', false]);
});

test('a step is never taken for a frame or a note', () => {
  assert.deepEqual(markOfKey(markKey('note', 3)), { kind: 'note', index: 3 });
  for (const stepKey of ['a', 'group 0', 'note 1', '', '\u0001other 1']) assert.equal(markOfKey(stepKey), undefined);
});

test('what is dropped on the canvas is a step only when the palette offered it', () => {
  assert.deepEqual(readOffer('{"kind":"task","name":"T"}'), { kind: 'task', name: 'T' });
  assert.deepEqual(readOffer('{"kind":"approval","name":"x"}'), { kind: 'approval' });
  for (const text of ['', '[]', '{"kind":"task"}', '{"kind":"other"}', 'a file'])
    assert.equal(readOffer(text), undefined);
});
