import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionLook } from '#components/live/connection-look.ts';
import { staleAfterMs } from './connection-look.ts';

test('while changes arrive, nothing is said but that it is live', () => {
  const { word, asOfMs } = connectionLook({ kind: 'live' }, 0);
  assert.deepEqual({ word, asOfMs }, { word: 'Live', asOfMs: undefined });
});

test('a connection that was lost says since when, and grows stale when it stays away', () => {
  const lost = { kind: 'reconnecting', sinceMs: 1_000 } as const;
  assert.equal(connectionLook(lost, 1_000 + staleAfterMs).word, 'Reconnecting');
  const stale = connectionLook(lost, 1_001 + staleAfterMs);
  assert.equal(stale.word, 'Stale');
  assert.equal(stale.asOfMs, 1_000);
});

test('who paused it knows why nothing moves, however long: it never looks like a fault', () => {
  const paused = connectionLook({ kind: 'paused', sinceMs: 1_000 }, 1_000 + 100 * staleAfterMs);
  assert.equal(paused.word, 'Paused');
  assert.equal(paused.asOfMs, 1_000);
});

test('a feed that stopped says so at once, why, and that it begins anew by itself', () => {
  const { word, title, asOfMs } = connectionLook({ kind: 'stopped', sinceMs: 1_000, why: 'There is no room' }, 1_000);
  assert.deepEqual({ word, asOfMs }, { word: 'Stopped', asOfMs: 1_000 });
  assert.equal(title, 'There is no room. It is tried again by itself.');
});
