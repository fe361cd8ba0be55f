import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptLettersMax, keptTextsMax, openBrowserStore, type StoreName } from './browser-store.ts';
import { forgetOthers, forgetOwn, keepOwn, type OwnText, readOwn } from './own-texts.ts';
import { leaveSignedOut, markSignOut, obeySignOut } from './signed-out.ts';

/** What a browser gives a page, with as much room as is said. */
class BrowserStorage implements Storage {
  readonly texts = new Map<string, string>();
  readonly #lettersMax: number;
  constructor(lettersMax = Number.POSITIVE_INFINITY) {
    this.#lettersMax = lettersMax;
  }
  get length(): number {
    return this.texts.size;
  }
  clear(): void {
    this.texts.clear();
  }
  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }
  key(place: number): string | null {
    return [...this.texts.keys()][place] ?? null;
  }
  removeItem(key: string): void {
    this.texts.delete(key);
  }
  setItem(key: string, text: string): void {
    if (text.length > this.#lettersMax) throw new DOMException('no room', 'QuotaExceededError');
    this.texts.set(key, text);
  }
}

function openBrowser(lettersMax?: number) {
  const stores = { localStorage: new BrowserStorage(lettersMax), sessionStorage: new BrowserStorage(lettersMax) };
  const visit = () => openBrowserStore((name: StoreName) => stores[name]);
  const newTab = () => {
    const own = new BrowserStorage();
    return openBrowserStore((name) => (name === 'localStorage' ? stores.localStorage : own));
  };
  return { stores, visit, page: visit(), newTab };
}

const draft: OwnText = { owner: { user: 'usr_a', tenant: 'acme' }, what: 'draft wfl_1', store: 'sessionStorage' };
const views: OwnText = { owner: { user: 'usr_a', tenant: 'acme' }, what: 'views jobs', store: 'localStorage' };

test('what is kept is found again by the same person in the same tenant, and by nobody else', () => {
  const { page, visit, stores } = openBrowser();
  keepOwn(page, draft, 'name: nightly');
  assert.deepEqual([...stores.sessionStorage.texts.keys()], ['taskflow:usr_a:acme:draft wfl_1']);
  const later = visit();
  assert.equal(readOwn(later, draft), 'name: nightly');
  assert.equal(readOwn(later, { ...draft, owner: { user: 'usr_a', tenant: 'zeta' } }), null);
  assert.equal(readOwn(later, { ...draft, owner: { user: 'usr_b', tenant: 'acme' } }), null);
  assert.equal(readOwn(later, { ...draft, owner: { user: 'usr_a:acme', tenant: '' } }), null);
});

test('signing out erases everything of that person, in every tenant and both stores, and nothing else', () => {
  const { page, stores } = openBrowser();
  stores.localStorage.setItem('taskflow-density', 'compact');
  keepOwn(page, draft, 'a');
  keepOwn(page, views, '[]');
  keepOwn(page, { ...views, owner: { user: 'usr_a', tenant: 'zeta' } }, '[]');
  keepOwn(page, { ...views, owner: { user: 'usr_ab', tenant: 'acme' } }, 'theirs');
  forgetOwn(page, 'usr_a');
  assert.equal(readOwn(page, draft), null);
  assert.deepEqual([...stores.sessionStorage.texts.keys()], []);
  assert.deepEqual(
    [...stores.localStorage.texts],
    [
      ['taskflow-density', 'compact'],
      ['taskflow:usr_ab:acme:views jobs', 'theirs'],
    ],
  );
});

test('a sign-out in one tab erases what the others keep, also in one that hears of it after the next sign-in', () => {
  const { page, newTab } = openBrowser();
  const [awake, asleep] = [newTab(), newTab()];
  for (const tab of [page, awake, asleep]) keepOwn(tab, draft, 'name: nightly');
  forgetOwn(page, 'usr_a');
  markSignOut(page, 'first');
  assert.equal(obeySignOut(awake), true);
  assert.equal(readOwn(awake, draft), null);

  keepOwn(awake, views, '["of the next session"]');
  keepOwn(awake, draft, 'name: of the next session');
  assert.equal(obeySignOut(asleep), true);
  assert.equal(readOwn(asleep, draft), null);
  assert.equal(obeySignOut(awake), false);
  assert.equal(readOwn(awake, draft), 'name: of the next session');
  assert.equal(readOwn(awake, views), '["of the next session"]');
});

test('a tab in which nobody has signed out yet keeps its drafts, and forgets them at each sign-out', () => {
  const { newTab } = openBrowser();
  const [here, there] = [newTab(), newTab()];
  keepOwn(here, draft, 'a');
  assert.equal(obeySignOut(here), false);
  assert.equal(readOwn(here, draft), 'a');
  for (const mark of ['first', 'second']) {
    keepOwn(here, draft, mark);
    markSignOut(there, mark);
    assert.equal(obeySignOut(here), true);
    assert.equal(readOwn(here, draft), null);
  }
});

test('a page that is left because of a sign-out notes nothing again of what it still shows', () => {
  const { page, stores, newTab } = openBrowser();
  const there = newTab();
  keepOwn(page, draft, 'a');
  assert.equal(leaveSignedOut(page), false);
  keepOwn(page, draft, 'b');
  assert.equal(readOwn(page, draft), 'b');
  markSignOut(there, 'first');
  assert.equal(leaveSignedOut(page), true);
  for (const tab of [page, there]) {
    keepOwn(tab, draft, 'again');
    keepOwn(tab, views, '["again"]');
    assert.equal(readOwn(tab, draft), null);
  }
  assert.deepEqual([...stores.localStorage.texts], [['taskflow-signed-out', 'first']]);
  page.keep('taskflow-density', 'compact');
  assert.equal(page.read('taskflow-density'), 'compact');
});

test('a tab that may keep nothing obeys a sign-out once, and does not go round', () => {
  const { stores } = openBrowser();
  const own = new BrowserStorage(0);
  const tab = openBrowserStore((name) => (name === 'localStorage' ? stores.localStorage : own));
  keepOwn(tab, draft, 'a');
  stores.localStorage.setItem('taskflow-signed-out', 'first');
  const obeyed: boolean[] = [];
  Object.assign(globalThis, { window: new EventTarget() });
  const stop = tab.listen(() => obeyed.push(obeySignOut(tab)));
  assert.equal(obeySignOut(tab), true);
  stop();
  assert.ok(obeyed.length > 0 && obeyed.every((isNews) => !isNews));
  assert.equal(readOwn(tab, draft), null);
});

test('whoever signs in finds nothing of those before who did not sign out', () => {
  const { page, stores } = openBrowser();
  stores.localStorage.setItem('taskflow-zone', 'utc');
  keepOwn(page, draft, 'a');
  keepOwn(page, { ...views, owner: { user: 'usr_b', tenant: 'acme' } }, 'b');
  forgetOthers(page, 'usr_b');
  assert.deepEqual([...stores.sessionStorage.texts.keys()], []);
  assert.deepEqual([...stores.localStorage.texts.keys()], ['taskflow-zone', 'taskflow:usr_b:acme:views jobs']);
});

test('a full browser loses no work on the screen, and shows no older one at the next visit', () => {
  const { page, visit } = openBrowser(10);
  keepOwn(page, draft, 'short');
  keepOwn(page, draft, 'much longer than that');
  assert.equal(readOwn(page, draft), 'much longer than that');
  assert.equal(readOwn(visit(), draft), null);
  keepOwn(page, draft, undefined);
  assert.equal(readOwn(page, draft), null);
});

test('a browser that keeps nothing is worked in all the same, and forgets on request', () => {
  const page = openBrowserStore(() => {
    throw new DOMException('forbidden', 'SecurityError');
  });
  keepOwn(page, draft, 'name: nightly');
  assert.equal(readOwn(page, draft), 'name: nightly');
  forgetOwn(page, 'usr_a');
  assert.equal(readOwn(page, draft), null);
});

test('how much is kept has bounds, in letters and in texts', () => {
  const { page, stores } = openBrowser();
  const long = 'x'.repeat(keptLettersMax + 1);
  keepOwn(page, draft, long);
  assert.equal(readOwn(page, draft), long);
  assert.equal(stores.sessionStorage.length, 0);
  for (let n = 0; n < keptTextsMax + 5; n += 1) keepOwn(page, { ...draft, what: `draft ${n}` }, 'a');
  assert.equal(stores.sessionStorage.length, keptTextsMax);
  keepOwn(page, { ...draft, what: 'draft 0' }, 'b');
  assert.equal(stores.sessionStorage.getItem('taskflow:usr_a:acme:draft 0'), 'b');
});

test('a fault of the page itself is not taken for a browser that is full', () => {
  const page = openBrowserStore(() => {
    throw new RangeError('a bug');
  });
  assert.throws(() => keepOwn(page, draft, 'a'), RangeError);
});

test('all who show a text hear of its change', () => {
  const { page } = openBrowser();
  let heard = 0;
  const events = new EventTarget();
  Object.assign(globalThis, { window: events });
  const stop = page.listen(() => {
    heard += 1;
  });
  keepOwn(page, views, 'a');
  events.dispatchEvent(new Event('storage'));
  assert.equal(heard, 2);
  stop();
  keepOwn(page, views, 'b');
  assert.equal(heard, 2);
});
