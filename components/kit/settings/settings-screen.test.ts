import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSettings, type SettingsScreen, settingsScreen } from './settings-screen.ts';

const Panels = () => null;
const needs = { permission: 'token.manage', title: 'Your role makes no keys', hint: 'Ask for one.' } as const;
const screen: SettingsScreen = settingsScreen({
  title: 'Settings',
  sections: [
    { name: 'place', title: 'Place', Panels },
    { name: 'keys', title: 'Keys', needs, Panels },
    { name: 'looks', title: 'Looks', Panels },
  ],
});

const namesAt = (asked: string | null, mayAll: boolean) => {
  const { shown, open, missing } = openSettings(screen, { asked, may: () => mayAll });
  return { tabs: shown.map(({ name }) => name), open: open.name, missing };
};

test('an address without a section, or with one that does not exist, opens the first', () => {
  const all = { tabs: ['place', 'keys', 'looks'], open: 'place', missing: undefined };
  assert.deepEqual(namesAt(null, true), all);
  assert.deepEqual(namesAt('gone', true), all);
  assert.deepEqual(namesAt('keys', true), { ...all, open: 'keys' });
});

test('a section that is not for the reader has no tab', () => {
  assert.deepEqual(namesAt('looks', false), { tabs: ['place', 'looks'], open: 'looks', missing: undefined });
});

test('who comes by its address to a section that is not for them is told why, and keeps its tab', () => {
  assert.deepEqual(namesAt('keys', false), { tabs: ['place', 'keys', 'looks'], open: 'keys', missing: needs });
});

test('only the permission that a section names opens it', () => {
  const { missing } = openSettings(screen, { asked: 'keys', may: (permission) => permission === 'queue.edit' });
  assert.deepEqual(missing, needs);
});

test('two sections under one name are refused', () => {
  const [first] = screen.sections;
  assert.throws(
    () => settingsScreen({ title: 'Settings', sections: [first, { ...first }] }),
    /two sections called place/,
  );
});
