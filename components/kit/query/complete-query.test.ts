import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobQueryFields } from '#domain/job/job-filter.ts';
import { completeQuery, takeSuggestion, type Vocabulary } from './complete-query.ts';

const vocabulary: Vocabulary = {
  fields: jobQueryFields,
  hints: { state: 'where it is in its life' },
  values: {
    state: ['pending', 'failed', 'dead'].map((value) => ({ value, hint: '' })),
    queue: ['billing', 'big files', 'default'].map((value) => ({ value, hint: '' })),
  },
};

function offersAt(marked: string): string[] {
  const caret = marked.indexOf('|');
  return completeQuery(marked.replace('|', ''), caret, vocabulary).suggestions.map(({ label }) => label);
}

function takenFirst(marked: string): string {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = completeQuery(text, caret, vocabulary);
  const [first] = completion.suggestions;
  assert.ok(first !== undefined, 'something is offered');
  const after = takeSuggestion(text, completion, first);
  return `${after.text.slice(0, after.caret)}|${after.text.slice(after.caret)}`;
}

test('an empty bar offers the fields', () => {
  assert.deepEqual(offersAt('|').slice(0, 3), ['state:', 'queue:', 'task:']);
  assert.deepEqual(offersAt('state:dead st|'), ['state:', 'started:']);
});

test('a field offers its values, those that begin as typed first', () => {
  assert.deepEqual(offersAt('queue:bi|'), ['billing', 'big files']);
  assert.deepEqual(offersAt('queue:il|'), ['billing', 'big files']);
  assert.deepEqual(offersAt('state:failed,|'), ['pending', 'dead']);
  assert.deepEqual(offersAt('started:>-2|'), ['>-24h']);
  assert.deepEqual(offersAt('label:|'), []);
});

test('a value typed without its field is found all the same', () => {
  assert.deepEqual(offersAt('fail|'), ['state:failed']);
});

test('what is taken replaces what was typed and leaves the rest alone', () => {
  assert.equal(takenFirst('st| queue:billing'), 'state:| queue:billing');
  assert.equal(takenFirst('state:fa| queue:billing'), 'state:failed |queue:billing');
  assert.equal(takenFirst('state:failed,de|'), 'state:failed,dead |');
  assert.equal(takenFirst('queue:big|'), 'queue:"big files" |');
  assert.equal(takenFirst('queue:"big f|'), 'queue:"big files" |');
});
