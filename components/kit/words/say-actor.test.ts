import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayActor } from './say-actor.ts';

test('an actor is short enough for a table and still tells one token from another', () => {
  assert.equal(sayActor('system:planner'), 'system:planner');
  assert.equal(sayActor('token:01a1fd22-f6e7-7000-802e-5f7b7aa01234'), 'token …a01234');
  assert.equal(sayActor('start'), 'start');
});
