import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameBatch } from '#components/live/frame-batch.ts';
import { gatheredEventsMax } from './frame-batch.ts';
import { type LiveEvent, resyncRequired } from './live-event.ts';

function event(type = 'job.started'): LiveEvent {
  const at = '2026-03-29T01:00:00.000Z';
  const move = { entityId: 'job_1', from: null, to: null, reason: null, attempt: null };
  return { cursor: 'c', seq: null, type, at, ...move, payload: null };
}

function follow(more: { keepsAll?: boolean } = {}) {
  const frames: (() => void)[] = [];
  const seen: { bursts: number[]; resyncs: number } = { bursts: [], resyncs: 0 };
  const follower = {
    onEvents: (events: LiveEvent[]) => seen.bursts.push(events.length),
    onResync: () => {
      seen.resyncs += 1;
    },
    ...more,
  };
  const schedule = (work: () => void) => frames.push(work);
  const unschedule = (frame: number) => frames.splice(frame - 1, 1);
  const batch = frameBatch(follower, { schedule, unschedule });
  const nextFrame = () => {
    for (const work of frames.splice(0)) work();
  };
  return { batch, seen, nextFrame };
}

test('a thousand events between two frames are handed on once', () => {
  const { batch, seen, nextFrame } = follow();
  for (let count = 0; count < 1_000; count += 1) batch.add(event());
  nextFrame();
  batch.add(event());
  nextFrame();
  assert.deepEqual(seen, { bursts: [1_000, 1], resyncs: 0 });
});

test('a cursor that is too old leads to one fresh reading instead of events', () => {
  const { batch, seen, nextFrame } = follow();
  batch.add(event());
  batch.add(event(resyncRequired));
  nextFrame();
  assert.deepEqual(seen, { bursts: [], resyncs: 1 });
});

test('a hidden tab gathers no more than the bound and then reads afresh', () => {
  const { batch, seen, nextFrame } = follow();
  for (let count = 0; count <= gatheredEventsMax; count += 1) batch.add(event());
  nextFrame();
  assert.deepEqual(seen, { bursts: [], resyncs: 1 });
});

test('who keeps all is handed what is too much for a frame without one, and what came before a resync before it', () => {
  const { batch, seen, nextFrame } = follow({ keepsAll: true });
  for (let count = 0; count <= gatheredEventsMax; count += 1) batch.add(event());
  assert.deepEqual([seen.bursts, batch.size()], [[gatheredEventsMax], 1]);
  batch.add(event());
  batch.add(event(resyncRequired));
  batch.add(event());
  nextFrame();
  assert.deepEqual(seen, { bursts: [gatheredEventsMax, 2], resyncs: 1 });
});

test('who stopped following hears nothing more', () => {
  const { batch, seen, nextFrame } = follow();
  batch.add(event());
  batch.drop();
  nextFrame();
  assert.deepEqual(seen, { bursts: [], resyncs: 0 });
});
