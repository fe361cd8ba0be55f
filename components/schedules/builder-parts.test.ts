import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOptions } from './option-search.ts';
import { propertiesOf, sayParam, templateOf, variablesOf } from './params-help.ts';
import { sentenceOf } from './say-timetable.ts';

test('a zone is found by any of its words, and one that begins with them comes first', () => {
  const zones = ['Africa/Newtown', 'America/New_York', 'Europe/Berlin', 'Asia/Renewal'].map((value) => ({ value }));
  const found = (text: string, max = 10) => findOptions(zones, text, max).map(({ value }) => value);
  assert.deepEqual(found('new york'), ['America/New_York']);
  assert.deepEqual(found('NEW'), ['Africa/Newtown', 'America/New_York', 'Asia/Renewal']);
  assert.deepEqual(found('', 2), ['Africa/Newtown', 'America/New_York']);
  assert.deepEqual(found('moon'), []);
});

test('the params of a workflow are its variables, those of a task the properties of its schema', () => {
  const variables = variablesOf({ variables: { repo: { type: 'string', required: true }, depth: { default: 3 } } });
  assert.deepEqual(variables.map(sayParam), ['repo (string, required)', 'depth (any, 3 unless given)']);
  assert.deepEqual(templateOf(variables), { repo: null, depth: 3 });
  const properties = propertiesOf({ properties: { ms: { type: 'integer' } }, required: ['ms'] });
  assert.deepEqual(properties.map(sayParam), ['ms (integer, required)']);
  assert.deepEqual([variablesOf(null), propertiesOf({ type: 'object' })], [[], []]);
});

test('the words of a timetable stand without the zone that is shown beside them', () => {
  assert.equal(sentenceOf('At 07:00 (Europe/Berlin)', 'Europe/Berlin'), 'At 07:00');
  assert.equal(sentenceOf('At 07:00', 'UTC'), 'At 07:00');
});
