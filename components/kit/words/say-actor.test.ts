import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayActor } from './say-actor.ts';

const id = '01a1fd22-f6e7-7000-802e-5f7b7aa01234';
const ada = { id: `user:${id}`, kind: 'USER', name: 'Ada', isRemoved: false } as const;
const ci = { id: `token:${id}`, kind: 'TOKEN', name: 'ci', isRemoved: false } as const;

test('a person is said by name, also when they are gone, and a token as one', () => {
  assert.equal(sayActor(ada), 'Ada');
  assert.equal(sayActor({ ...ada, isRemoved: true }), 'Ada (removed)');
  assert.equal(sayActor(ci), 'token ci');
  assert.equal(sayActor({ ...ci, isRemoved: true }), 'token ci (revoked)');
});

test('of whom nothing is known any more, enough of the id is left to tell one from another', () => {
  assert.equal(sayActor({ ...ada, name: null, isRemoved: true }), 'person …a01234');
  assert.equal(sayActor({ ...ci, name: null, isRemoved: true }), 'token …a01234');
});

test('a machine is said by what it does, and one that has no words yet by its name', () => {
  const machine = (name: string) => ({ id: `system:${name}`, kind: 'SYSTEM', name, isRemoved: false }) as const;
  assert.equal(sayActor(machine('planner')), 'the planner of schedules');
  assert.equal(sayActor(machine('tidier')), 'tidier');
  assert.equal(sayActor({ id: `worker:${id}`, kind: 'WORKER', name: null, isRemoved: false }), 'worker …a01234');
});
