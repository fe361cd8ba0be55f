import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variablesSchema } from '#components/kit/form/schema/variables-schema.ts';
import { sayResume } from '#components/nouns/schedule/words/policy-words.ts';
import { sentenceOf } from '#components/nouns/schedule/words/say-timetable.ts';
import { readClockTime } from './clock-time.ts';
import { propertiesOf, sayParam, templateOf } from './params-help.ts';

test('the params of a workflow are its variables, those of a task the properties of its schema', () => {
  const declared = { repo: { type: 'string', required: true }, depth: { default: 3 } };
  const variables = propertiesOf(variablesSchema({ variables: declared }));
  assert.deepEqual(variables.map(sayParam), ['repo (string, required)', 'depth (any, 3 unless given)']);
  assert.deepEqual(templateOf(variables), { repo: null, depth: 3 });
  const properties = propertiesOf({ properties: { ms: { type: 'integer' } }, required: ['ms'] });
  assert.deepEqual(properties.map(sayParam), ['ms (integer, required)']);
  assert.deepEqual([propertiesOf(variablesSchema(null)), propertiesOf({ type: 'object' })], [[], []]);
});

test('the words of a timetable stand without the zone that is shown beside them', () => {
  assert.equal(sentenceOf('At 07:00 (Europe/Berlin)', 'Europe/Berlin'), 'At 07:00');
  assert.equal(sentenceOf('At 07:00', 'UTC'), 'At 07:00');
});

test('a time of day is read as people type it, and nothing else is', () => {
  const read = ['7', '7:30', '07:30', '0730', '18.05', ' 9:00 '].map(readClockTime);
  assert.deepEqual(read, ['07:00', '07:30', '07:30', '07:30', '18:05', '09:00']);
  for (const text of ['', '24:00', '12:60', '7 pm', '123456', '1:2'])
    assert.equal(readClockTime(text), undefined, text);
});

test('a paused schedule says beforehand what resuming does with the instants that passed', () => {
  const never = sayResume({ policy: 'NONE', window: null });
  assert.equal(never, 'Resuming records what passed during the pause as missed.');
  const last = sayResume({ policy: 'LAST', window: 'PT6H' });
  assert.equal(
    last,
    'Resuming records what passed during the pause as missed, but fires the last of it if it is at most 6 h late.',
  );
});
