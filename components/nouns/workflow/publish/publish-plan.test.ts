import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishPlan, publishVerb } from './publish-plan.ts';

const published = { name: 'review', number: 3 };

test('a text is published as the version after the one that was edited', () => {
  const plan = publishPlan({ name: 'review', edited: 3 }, published);
  assert.deepEqual(plan, { kind: 'next', name: 'review', baseVersion: 3 });
  assert.equal(publishVerb(plan), 'Publish version 4');
});

test('whoever is behind is told so, and publishes the version after the newest one', () => {
  const plan = publishPlan({ name: 'review', edited: 2 }, published);
  assert.deepEqual(plan, { kind: 'behind', name: 'review', baseVersion: 3, edited: 2 });
  assert.equal(publishVerb(plan), 'Publish version 4');
});

test('a text with another name makes another workflow and leaves this one alone', () => {
  const plan = publishPlan({ name: 'audit', edited: 3 }, published);
  assert.deepEqual(plan, { kind: 'other', name: 'audit', from: 'review', baseVersion: 0 });
});

test('a new workflow never takes the place of one that has its name', () => {
  const plan = publishPlan({ name: 'review', edited: 0 }, undefined);
  assert.deepEqual(plan, { kind: 'first', name: 'review', baseVersion: 0 });
});

test('a text without a name cannot be published', () => {
  assert.deepEqual(publishPlan({ name: undefined, edited: 3 }, published), { kind: 'nameless' });
});
