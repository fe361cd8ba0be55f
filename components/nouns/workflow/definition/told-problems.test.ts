import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemBeside, problemKey, toldProblems } from './told-problems.ts';

const place = { path: ['tasks'], stepId: null, column: null };
const found = {
  problems: [
    { ...place, code: 'CYCLE', message: 'a -> b -> a', line: 9 },
    { ...place, code: 'UNKNOWN_TASK', message: 'no task is called x', line: 4 },
  ] as const,
  warnings: [
    { ...place, code: 'UNUSED_VARIABLE', severity: 'HINT', message: 'no step reads n', line: 2 },
    { ...place, code: 'NEVER_TRUE', severity: 'WARNING', message: '"false" is never true', line: 7 },
  ] as const,
};

const list = toldProblems({
  problems: [...found.problems],
  warnings: found.warnings.map((one) => ({ ...one, path: ['tasks'] })),
});

test('what must be mended comes first, then warnings and hints, each in the order of the text', () => {
  assert.deepEqual(
    list.map(({ severity, code }) => [severity, code]),
    [
      ['ERROR', 'UNKNOWN_TASK'],
      ['ERROR', 'CYCLE'],
      ['WARNING', 'NEVER_TRUE'],
      ['HINT', 'UNUSED_VARIABLE'],
    ],
  );
  assert.deepEqual(toldProblems(undefined), []);
});

test('one goes from each to the next and from the last to the first, and back', () => {
  const keys = list.map(problemKey);
  assert.equal(problemBeside(list, undefined, 1), list[0]);
  assert.equal(problemBeside(list, undefined, -1), list[3]);
  assert.equal(problemBeside(list, keys[0], 1), list[1]);
  assert.equal(problemBeside(list, keys[3], 1), list[0]);
  assert.equal(problemBeside(list, keys[0], -1), list[3]);
  assert.equal(problemBeside(list, 'one that was mended', 1), list[0]);
  assert.equal(problemBeside([], undefined, 1), undefined);
});
