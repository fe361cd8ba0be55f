// The feed over sockets of the test's own: each test says when one opens, what comes over it and how it is closed.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { FeedWorld } from './connection/feed-world.ts';
import { Feed } from './feed.ts';
import { cursorAdvanced, type LiveEvent, resyncRequired, type Topic } from './live-event.ts';

const jobs: Topic = { kind: 'events', filter: { noun: 'JOB' } };

class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static made: FakeSocket[] = [];
  readyState = FakeSocket.CONNECTING;
  onopen: (() => Promise<void>) | undefined;
  onmessage: ((message: { data: string }) => void) | undefined;
  onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | undefined;
  readonly sent: Json[] = [];

  constructor() {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code = 1000, reason = ''): void {
    if (this.readyState === FakeSocket.CLOSED) return;
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code, reason, wasClean: true });
  }
}

type Timer = { waitMs: number; work: () => void };

// What hangs on answered promises has its turn before the next immediate.
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function openScene(t: TestContext) {
  // The client's own: pings, and the closing of a socket that nobody follows on.
  t.mock.timers.enable({ apis: ['setTimeout'] });
  FakeSocket.made = [];
  const timers: Timer[] = [];
  const frames: (() => void)[] = [];
  const returns = new Set<() => void>();
  const seen = { events: [] as string[], resyncs: 0, beats: 0, signedOut: 0, stuck: 0, cursor: '' };
  const world: FeedWorld = {
    webSocketImpl: FakeSocket,
    url: () => 'ws://console.invalid/graphql',
    frames: { schedule: (work) => frames.push(work), unschedule: () => undefined },
    nowMs: () => 7,
    after: (waitMs, work) => {
      const timer = { waitMs, work };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    share: () => 1,
    onReturn: (act) => {
      returns.add(act);
      return () => returns.delete(act);
    },
  };
  const feed = new Feed({
    tenant: 'acme',
    onSignedOut: () => {
      seen.signedOut += 1;
    },
    world,
  });
  const follower = {
    onEvents: (events: LiveEvent[]) => seen.events.push(...events.map(({ cursor }) => cursor)),
    onResync: () => {
      seen.resyncs += 1;
    },
    onCursor: (cursor: string) => {
      seen.cursor = cursor;
    },
  };
  return {
    feed,
    seen,
    follow: (after = 'c0') => feed.follow(jobs, { after, ...follower }),
    followWhole: () => {
      const { onEvents } = follower;
      const onStuck = () => {
        seen.stuck += 1;
      };
      return feed.followWhole('run_1', { onEvents, onStuck });
    },
    /** How long the feed waits before it begins anew, and how it does. */
    waits: () => timers.map(({ waitMs }) => waitMs),
    waitOver: async () => {
      const [timer] = timers.splice(0, 1);
      timer?.work();
      await settled();
    },
    cameBack: async () => {
      for (const act of [...returns]) act();
      await settled();
    },
    nextFrame: () => {
      for (const work of frames.splice(0)) work();
    },
    /** The socket made last, open and acknowledged. */
    connected: async () => {
      await settled();
      const socket = FakeSocket.made.at(-1);
      assert.ok(socket !== undefined);
      socket.readyState = FakeSocket.OPEN;
      await socket.onopen?.();
      socket.onmessage?.({ data: JSON.stringify({ type: 'connection_ack' }) });
      await settled();
      return socket;
    },
  };
}

function subscriptionsOn({ sent }: FakeSocket): { id: string; variables: Json }[] {
  return sent.flatMap((message) => {
    if (!isJsonObject(message) || message.type !== 'subscribe' || !isJsonObject(message.payload)) return [];
    return [{ id: String(message.id), variables: message.payload.variables ?? null }];
  });
}

function afterOf(socket: FakeSocket, nth = 0): Json | undefined {
  const variables = subscriptionsOn(socket)[nth]?.variables;
  return isJsonObject(variables) ? variables.after : undefined;
}

function say(socket: FakeSocket, data: Json, nth = 0): void {
  const id = subscriptionsOn(socket)[nth]?.id ?? '';
  socket.onmessage?.({ data: JSON.stringify({ id, type: 'next', payload: { data } }) });
}

function refuse(socket: FakeSocket): void {
  const id = subscriptionsOn(socket).at(-1)?.id ?? '';
  socket.onmessage?.({ data: JSON.stringify({ id, type: 'error', payload: [{ message: 'not now' }] }) });
}

function event(cursor: string, type = 'job.started'): { events: Json } {
  const move = { entityId: 'job_1', from: 'PENDING', to: 'RUNNING', reason: null, attempt: 1, payload: null };
  return { events: { cursor, seq: null, type, at: '2026-03-29T01:00:00.000Z', ...move } };
}

function runEvent(cursor: string, type?: string): Json {
  return { runEvents: event(cursor, type).events ?? null };
}

test('a connection that was cut is made anew, and every follower goes on after its last message', async (t) => {
  const { feed, seen, follow, connected, nextFrame, waits, waitOver } = openScene(t);
  follow('c0');
  const first = await connected();
  assert.equal(feed.state().kind, 'live');
  assert.equal(afterOf(first), 'c0');
  say(first, event('c1'));
  say(first, event('c2', cursorAdvanced));
  nextFrame();
  assert.deepEqual([seen.events, seen.cursor], [['c1'], 'c2']);
  first.close(1006);
  await settled();
  assert.deepEqual(feed.state(), { kind: 'reconnecting', sinceMs: 7 });
  assert.deepEqual(waits(), [250]);
  await waitOver();
  const second = await connected();
  assert.equal(afterOf(second), 'c2');
  assert.equal(feed.state().kind, 'live');
  assert.equal(seen.resyncs, 0);
});

for (const code of [1009, 1011, 4400, 4409, 4429, 4500, 1013]) {
  test(`a page that is closed with ${code} says that it stopped, rests longer each time, and begins anew by itself`, async (t) => {
    const { feed, seen, follow, connected, waits, waitOver } = openScene(t);
    follow('c0');
    for (const waitMs of [5_000, 10_000, 20_000]) {
      (await connected()).close(code);
      await settled();
      assert.equal(feed.state().kind, 'stopped');
      assert.deepEqual(waits(), [waitMs]);
      await waitOver();
    }
    const socket = await connected();
    say(socket, event('c1'));
    assert.equal(feed.state().kind, 'live');
    assert.equal(subscriptionsOn(socket).length, 1);
    assert.equal(seen.resyncs, 0);
    // What was heard in between counts as a new beginning.
    socket.close(code);
    await settled();
    assert.deepEqual(waits(), [5_000]);
  });
}

test('a machine that is back on its network does not wait, unless the console asked for rest', async (t) => {
  const { follow, connected, waits, cameBack } = openScene(t);
  follow();
  (await connected()).close(1006);
  await settled();
  await cameBack();
  assert.deepEqual(waits(), []);
  (await connected()).close(1013);
  await settled();
  await cameBack();
  assert.equal(waits().length, 1);
});

test('who begins to follow while the feed rests does not wake it, and goes with the others', async (t) => {
  const { follow, connected, waitOver } = openScene(t);
  follow('c0');
  (await connected()).close(1013);
  await settled();
  const made = FakeSocket.made.length;
  follow('c5');
  await settled();
  assert.equal(FakeSocket.made.length, made);
  await waitOver();
  const socket = await connected();
  assert.deepEqual([afterOf(socket, 0), afterOf(socket, 1)], ['c0', 'c5']);
});

test('two resyncs in a row ask for two fresh readings, and the events after them come as ever', async (t) => {
  const { seen, follow, connected, nextFrame } = openScene(t);
  follow();
  const socket = await connected();
  say(socket, event('c7', resyncRequired));
  nextFrame();
  say(socket, event('c8', resyncRequired));
  nextFrame();
  say(socket, event('c9'));
  nextFrame();
  assert.deepEqual([seen.resyncs, seen.events], [2, ['c9']]);
  assert.equal(subscriptionsOn(socket).length, 1);
});

test('a log with more events than are told at once is read to its end, each event once and none before another', async (t) => {
  const { seen, followWhole, connected, nextFrame, waitOver } = openScene(t);
  followWhole();
  const socket = await connected();
  const log = Array.from({ length: 2_500 }, (_, n) => `c${n + 1}`);
  const toldAtOnce = 1_000;
  for (let nth = 0; nth < 3; nth += 1) {
    assert.equal(afterOf(socket, nth), nth === 0 ? undefined : log[nth * toldAtOnce - 1]);
    for (const cursor of log.slice(nth * toldAtOnce, (nth + 1) * toldAtOnce)) say(socket, runEvent(cursor), nth);
    if (nth === 2) break;
    say(socket, runEvent('now', resyncRequired), nth);
    // What is new meanwhile is left for the next reading, which finds it in its place.
    say(socket, runEvent('later'), nth);
    nextFrame();
    await waitOver();
  }
  nextFrame();
  assert.deepEqual(seen.events, log);
  assert.equal(subscriptionsOn(socket).length, 3);
  assert.equal(seen.stuck, 0);
});

test('a part that is refused reads afresh and asks again, less and less often, and the chip says so meanwhile', async (t) => {
  const { feed, seen, follow, connected, nextFrame, waits, waitOver } = openScene(t);
  follow('c3');
  const socket = await connected();
  for (const [nth, waitMs] of [1_000, 2_000, 4_000].entries()) {
    refuse(socket);
    await settled();
    assert.equal(feed.state().kind, 'stopped');
    assert.deepEqual(waits(), [waitMs]);
    await waitOver();
    nextFrame();
    assert.equal(seen.resyncs, nth + 1);
    assert.equal(subscriptionsOn(socket).length, nth + 2);
    assert.equal(afterOf(socket, nth + 1), 'c3');
  }
  say(socket, event('c4', cursorAdvanced), 3);
  assert.equal(feed.state().kind, 'live');
});

test('a message that could not be made asks for a fresh reading instead of being missed', async (t) => {
  const { seen, follow, connected, nextFrame } = openScene(t);
  follow();
  const socket = await connected();
  const id = subscriptionsOn(socket)[0]?.id ?? '';
  const payload = { data: null, errors: [{ message: 'an internal fault' }] };
  socket.onmessage?.({ data: JSON.stringify({ id, type: 'next', payload }) });
  nextFrame();
  assert.equal(seen.resyncs, 1);
});

test('a subscription that the console ends is made anew after its last message', async (t) => {
  const { follow, connected, waitOver } = openScene(t);
  follow('c0');
  const socket = await connected();
  say(socket, event('c1'));
  const id = subscriptionsOn(socket)[0]?.id ?? '';
  socket.onmessage?.({ data: JSON.stringify({ id, type: 'complete' }) });
  await settled();
  await waitOver();
  assert.equal(afterOf(socket, 1), 'c1');
});

test('a pause that lasts over a lost connection stands still, and then nothing is missing', async (t) => {
  const { feed, seen, follow, connected, nextFrame, waits } = openScene(t);
  follow('c0');
  const first = await connected();
  say(first, event('c1'));
  nextFrame();
  feed.pause();
  first.close(1006);
  await settled();
  assert.equal(feed.state().kind, 'paused');
  assert.deepEqual(waits(), []);
  assert.equal(FakeSocket.made.length, 1);
  feed.resume();
  assert.equal(feed.state().kind, 'reconnecting');
  const second = await connected();
  assert.equal(afterOf(second), 'c1');
  say(second, event('c2'));
  nextFrame();
  assert.deepEqual(seen.events, ['c1', 'c2']);
  assert.equal(feed.state().kind, 'live');
});

test('whoever is signed out is led to sign in', async (t) => {
  const { seen, follow, connected } = openScene(t);
  follow();
  (await connected()).close(4401);
  await settled();
  assert.equal(seen.signedOut, 1);
});

test('whoever may not follow any more reads the snapshot again, whose answer says what is gone', async (t) => {
  const { feed, seen, follow, connected, nextFrame } = openScene(t);
  follow();
  (await connected()).close(4403);
  await settled();
  nextFrame();
  assert.deepEqual([seen.signedOut, seen.resyncs], [0, 1]);
  assert.equal(feed.state().kind, 'stopped');
});

test('a pulse beats when something moved, and goes on from its last beat', async (t) => {
  const { feed, connected, waitOver } = openScene(t);
  let beats = 0;
  const onBeat = () => {
    beats += 1;
  };
  feed.pulse(jobs, { after: 'c0', everyMs: 500, onBeat });
  const first = await connected();
  const [subscription] = subscriptionsOn(first);
  assert.deepEqual(subscription?.variables, { filter: { noun: 'JOB' }, after: 'c0', every: 'PT0.5S' });
  for (const [cursor, events] of [
    ['c1', 0],
    ['c2', 40],
    ['c3', null],
    ['c4', 0],
  ] as const)
    say(first, { pulses: { cursor, events } });
  assert.equal(beats, 2);
  first.close(1012);
  await settled();
  await waitOver();
  assert.equal(afterOf(await connected()), 'c4');
});

test('who stopped following is gone from the connection and hears nothing more', async (t) => {
  const { seen, follow, connected, nextFrame } = openScene(t);
  const leave = follow();
  const socket = await connected();
  leave();
  say(socket, event('c1'));
  nextFrame();
  assert.deepEqual(seen.events, []);
  assert.ok(socket.sent.some((message) => isJsonObject(message) && message.type === 'complete'));
});
