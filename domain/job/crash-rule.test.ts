import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeLostJobs, type Verdict } from './crash-rule.ts';

const backCounted: Verdict = { to: 'PENDING', counts: true };
const backUnharmed: Verdict = { to: 'PENDING', counts: false };
const dead: Verdict = { to: 'DEAD', counts: true };

const table: { title: string; crashes: number[]; verdicts: Verdict[] }[] = [
  { title: 'a worker that held nothing takes nobody with it', crashes: [], verdicts: [] },
  { title: 'a first crash counts for everybody', crashes: [0, 0], verdicts: [backCounted, backCounted] },
  {
    title: 'a second crash counts for everybody',
    crashes: [1, 0, 1],
    verdicts: [backCounted, backCounted, backCounted],
  },
  { title: 'a suspect alone is dead at its third crash', crashes: [2], verdicts: [dead] },
  {
    title: 'a suspect takes the blame for those beside it',
    crashes: [0, 2, 1],
    verdicts: [backUnharmed, dead, backUnharmed],
  },
  { title: 'two suspects at once are both to blame', crashes: [2, 0, 2], verdicts: [dead, backUnharmed, dead] },
  { title: 'more crashes than there should be are still the end', crashes: [7], verdicts: [dead] },
];

for (const { title, crashes, verdicts } of table) {
  test(`G8: ${title}`, () => {
    const judged = judgeLostJobs(crashes.map((count, n) => ({ id: `job ${n}`, crashes: count })));
    assert.deepEqual([...judged.values()], verdicts);
    assert.deepEqual(
      [...judged.keys()],
      crashes.map((_, n) => `job ${n}`),
    );
  });
}
