import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { moveByHand, planByHand } from '#testing/runs/run-by-hand.ts';
import { edgeViews } from './edges-of-run.ts';

const definition: JsonObject = {
  onFailure: 'continue',
  tasks: [
    { id: 'a', type: 'T', compensate: 'T' },
    { id: 'big', type: 'T', dependencies: [{ task: 'a', condition: 'result.n > 100' }] },
    { id: 'small', type: 'T', dependencies: [{ task: 'a', condition: 'result.n < 100' }] },
    { id: 'else', type: 'T', dependencies: [{ task: 'a', on: 'default' }] },
    { id: 'odd', type: 'T', dependencies: [{ task: 'a', condition: 'result.absent > 1' }] },
    { id: 'mend', type: 'T', dependencies: [{ task: 'small', on: 'failure', condition: 'vars.x == 1' }] },
    { id: 'join', type: 'T', dependencies: ['big', 'small'], join: 'any' },
  ],
  variables: { x: { type: 'number', default: 1 } },
};

const told = (views: ReturnType<typeof edgeViews>) =>
  Object.fromEntries(views.map(({ from, to, answer, taken }) => [`${from} ${to}`, [answer, taken]]));

test('each dependency tells whether it was taken, and its condition what it answered', () => {
  const { plan, inputs } = planByHand(definition);
  const begun = moveByHand({ plan, inputs }, null);
  const view = ({ progress, edges }: typeof begun) =>
    told(edgeViews({ plan, progress: progress ?? new Uint8Array(), edges }));
  assert.deepEqual(view(begun), {
    'a big': ['NOT_ASKED', null],
    'a small': ['NOT_ASKED', null],
    'a else': [null, null],
    'a odd': ['NOT_ASKED', null],
    'small mend': ['NOT_ASKED', null],
    'big join': [null, null],
    'small join': [null, null],
    'a a:compensate': [null, null],
  });
  const split = moveByHand({ plan, inputs }, begun, { a: { state: 'SUCCEEDED', result: { n: 7 } } });
  const end = moveByHand({ plan, inputs }, split, { small: { state: 'SUCCEEDED' } });
  const over = moveByHand({ plan, inputs }, end, { join: { state: 'SUCCEEDED' } });
  assert.deepEqual(
    { ...view(split), 'a a:compensate': [null, null] },
    {
      'a big': ['FALSE', false],
      'a small': ['TRUE', true],
      'a else': [null, false],
      'a odd': ['FAILED', false],
      'small mend': ['NOT_ASKED', null],
      'big join': [null, false],
      'small join': [null, null],
      'a a:compensate': [null, null],
    },
  );
  assert.deepEqual(view(over)['small mend'], ['NOT_ASKED', false], 'it waits for a failure, and there was none');
  assert.deepEqual(view(over)['small join'], [null, true]);
});
