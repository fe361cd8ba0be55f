import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Draft, type StoredDraft, writtenDraft } from './draft.ts';
import { type DraftDoor, type DraftState, openDraftKeeper } from './draft-keeper.ts';

const published = { number: 1, source: 'name: a\n' };

/** What the API promises of a draft, for as many windows as one likes. */
function openServer() {
  let stored: StoredDraft | undefined;
  let saves = 0;
  let isDown = false;
  const down = { kind: 'failed', sentence: 'no network', isFinal: false } as const;
  const door: DraftDoor = {
    read: async () => (isDown ? { ok: false, sentence: 'no network' } : { ok: true, stored }),
    save: async ({ text, baseVersion, saved }: Draft) => {
      if (isDown) return down;
      if (text === 'too large') return { kind: 'failed', sentence: 'too large', isFinal: true };
      if (saved?.revision !== stored?.revision) return { kind: 'moved' };
      saves += 1;
      stored = { id: 'wfd_1', revision: `r${saves}`, savedAt: `at ${saves}`, text, baseVersion };
      return { kind: 'done', saved: stored };
    },
    drop: async ({ revision }) => {
      if (isDown) return down;
      if (stored?.revision !== revision) return { kind: 'moved' };
      stored = undefined;
      return { kind: 'done', saved: undefined };
    },
  };
  return {
    door,
    text: () => stored?.text,
    saves: () => saves,
    setDown: (down: boolean) => {
      isDown = down;
    },
  };
}

function openWindow(door: DraftDoor) {
  let draft: Draft | undefined;
  const states: DraftState[] = [];
  const here = {
    read: () => draft,
    write: (next: Draft | undefined) => {
      draft = next;
    },
  };
  const keeper = openDraftKeeper({ door, here, published: () => published, tell: (state) => states.push(state) });
  return {
    ...keeper,
    type: (text: string) => here.write(writtenDraft(draft, text, published)),
    text: () => draft?.text,
    isDirty: () => draft?.isDirty,
    state: () => states.at(-1)?.kind,
  };
}

test('what was typed is saved, and found again in another browser', async () => {
  const server = openServer();
  const [one, other] = [openWindow(server.door), openWindow(server.door)];
  await one.begin();
  one.type('name: b\n');
  assert.equal(await one.flush(), 'r1');
  assert.equal(one.isDirty(), false);
  await other.begin();
  assert.equal(other.text(), 'name: b\n');
});

test('what is typed while a save is on its way is saved after it, and never two saves at once', async () => {
  const server = openServer();
  const one = openWindow(server.door);
  await one.begin();
  one.type('first');
  const flushing = one.flush();
  one.type('second');
  await Promise.all([flushing, one.flush()]);
  assert.equal(server.text(), 'second');
  assert.equal(server.saves(), 2);
  assert.equal(one.isDirty(), false);
});

test('a server that cannot be reached loses nothing: it is saved when it is there again', async () => {
  const server = openServer();
  const one = openWindow(server.door);
  await one.begin();
  server.setDown(true);
  one.type('name: b\n');
  await one.flush();
  assert.deepEqual([one.state(), one.text(), one.isDirty()], ['failed', 'name: b\n', true]);
  server.setDown(false);
  await one.flush();
  assert.equal(server.text(), 'name: b\n');
});

test('where it could not be read what the server has, nothing is saved before it is', async () => {
  const server = openServer();
  const [one, other] = [openWindow(server.door), openWindow(server.door)];
  await one.begin();
  one.type('of the first window');
  await one.flush();
  server.setDown(true);
  await other.begin();
  other.type('of the second window');
  await other.flush();
  server.setDown(false);
  await other.flush();
  assert.deepEqual([other.state(), server.text()], ['clash', 'of the first window']);
});

test('a draft that another window saved is not written over: its author decides which one goes on', async () => {
  for (const which of ['mine', 'theirs'] as const) {
    const server = openServer();
    const [one, other] = [openWindow(server.door), openWindow(server.door)];
    await Promise.all([one.begin(), other.begin()]);
    one.type('of the first window');
    await one.flush();
    other.type('of the second window');
    await other.flush();
    assert.equal(other.state(), 'clash');
    assert.equal(server.text(), 'of the first window');
    await other.decide(which);
    const kept = which === 'mine' ? 'of the second window' : 'of the first window';
    assert.deepEqual([other.text(), server.text(), other.isDirty()], [kept, kept, false]);
  }
});

test('a text that says what is published is no draft any more, here and there', async () => {
  const server = openServer();
  const one = openWindow(server.door);
  await one.begin();
  one.type('name: b\n');
  await one.flush();
  one.type(published.source);
  assert.equal(await one.flush(), undefined);
  assert.deepEqual([one.text(), server.text()], [undefined, undefined]);
});

test('a text that is refused is not sent for ever', async () => {
  const server = openServer();
  const one = openWindow(server.door);
  await one.begin();
  one.type('too large');
  await one.flush();
  assert.equal(one.state(), 'failed');
  one.type('smaller');
  await one.flush();
  assert.equal(server.text(), 'smaller');
});
