import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOwnTurn } from './own-turn.ts';

test('pieces of work take turns with everybody else, in their order, and one that throws stops no other', async () => {
  const log: string[] = [];
  const pieces = [1, 2, 3].map((piece) =>
    inOwnTurn(() => {
      log.push(`piece ${piece}`);
      if (piece === 2) throw new Error('no');
      return piece;
    }),
  );
  const other = (async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      await new Promise<void>((next) => setImmediate(next));
      log.push('other');
    }
  })();
  const settled = await Promise.allSettled(pieces);
  await other;
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  const places = [1, 2, 3].map((piece) => log.indexOf(`piece ${piece}`));
  for (const place of [0, 1]) assert.ok(log.slice(places[place], places[place + 1]).includes('other'), log.join(', '));
});
