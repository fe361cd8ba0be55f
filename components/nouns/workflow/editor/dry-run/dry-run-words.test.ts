import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkKey } from '#components/nouns/workflow/editor/canvas/links/link-key.ts';
import { levelsOf, marksOfDryRun, sayEnd, stepsToPretend } from './dry-run-words.ts';

const step = { reason: null, params: null, isParamsCut: false, ask: [] as string[], level: 0, state: null };
const steps = [
  { ...step, stepKey: 'test', outcome: 'RUNS', state: 'SUCCEEDED' },
  { ...step, stepKey: 'ship', outcome: 'UNKNOWN', level: 1, ask: ['test'] },
  { ...step, stepKey: 'ticket', outcome: 'SKIPPED', level: 1 },
  { ...step, stepKey: 'late', outcome: 'NOT_REACHED', level: 2 },
] as const;
const told = { steps: steps.map((one) => ({ ...one, ask: [...one.ask] })) };

test('each step is marked by what becomes of it, and each dependency by whether it is taken', () => {
  const edges = [
    { from: 'test', to: 'ship', on: 'success', taken: null },
    { from: 'test', to: 'ticket', on: 'failure', taken: false },
  ];
  const { steps: marks, links } = marksOfDryRun({ ...told, edges });
  assert.deepEqual(
    [...marks].map(([stepKey, { words }]) => [stepKey, words]),
    [
      ['test', 'runs'],
      ['ship', 'depends'],
      ['ticket', 'skipped'],
      ['late', 'not reached'],
    ],
  );
  assert.deepEqual(
    edges.map((edge) => links.get(linkKey(edge))),
    ['unknown', 'untaken'],
  );
});

test('the steps stand on their levels', () => {
  assert.deepEqual(
    levelsOf(told.steps).map(({ level, steps: own }) => [level, own.map(({ stepKey }) => stepKey)]),
    [
      [0, ['test']],
      [1, ['ship', 'ticket']],
      [2, ['late']],
    ],
  );
});

test('how the run ends is said as far as it is known', () => {
  assert.equal(
    sayEnd({ ...told, outcome: 'SUCCEEDED', failedStep: null }),
    'The run succeeds, as far as that is known.',
  );
  assert.equal(sayEnd({ steps: [], outcome: 'SUCCEEDED', failedStep: null }), 'The run succeeds.');
  assert.equal(sayEnd({ ...told, outcome: 'FAILED', failedStep: 'test' }), 'The run fails: test does.');
  assert.equal(sayEnd({ steps: [], outcome: null, failedStep: null }), 'How the run ends cannot be told.');
});

test('one is asked about the steps that would tell more, beside those that were spoken of', () => {
  assert.deepEqual(stepsToPretend(told, { pretended: ['late', 'gone'], chosen: ['ticket'] }), [
    'test',
    'ticket',
    'late',
  ]);
});
