import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventEntries } from './event-catalogue.ts';
import {
  alertMoves,
  deliveryMoves,
  failureMoves,
  invitationMoves,
  jobMoves,
  rerunBatchMoves,
  runMoves,
  scheduleMoves,
  waitMoves,
} from './machines.ts';

type Moves = Record<string, Partial<Record<string, string>>>;
const machines: Record<string, Moves> = {
  job: jobMoves,
  step: waitMoves,
  run: runMoves,
  schedule: scheduleMoves,
  alert: alertMoves,
  delivery: deliveryMoves,
  failure: failureMoves,
  rerun: rerunBatchMoves,
  invitation: invitationMoves,
};

const told = eventEntries.flatMap(([type, { move }]) =>
  move === undefined
    ? []
    : move.from.flatMap((from) => move.to.map((to) => ({ type, cell: `${move.noun} ${from} ${to}` }))),
);
const legal = Object.entries(machines).flatMap(([noun, moves]) =>
  Object.entries(moves).flatMap(([from, targets]) => Object.keys(targets).map((to) => `${noun} ${from} ${to}`)),
);

test('every legal move is told of by one event, and no event tells of an illegal one', () => {
  assert.deepEqual(told.map(({ cell }) => cell).toSorted(), legal.toSorted());
});

test('an event is named after what moved', () => {
  for (const [type, { move }] of eventEntries) {
    assert.match(type, /^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    if (move !== undefined) assert.equal(type.split('.')[0], move.noun);
  }
});
