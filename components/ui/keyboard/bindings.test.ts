import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Binding, chordOf, clashesOf, isSingleKey, matchOf } from '#components/ui/keyboard/bindings.ts';
import { sayKeys } from '#components/ui/keyboard/say-keys.ts';

const root = join(import.meta.dirname, '../../..');
const bound = (keys: string): Binding => ({ keys, words: keys, act: () => {} });
const scope = (name: string, ...keys: string[]) => ({ name, bindings: keys.map(bound) });
const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  chordOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test('no screen binds the same keys twice in one part of it', () => {
  const byScope = new Map<string, Binding[]>();
  for (const path of globSync('components/**/*.{ts,tsx}', { cwd: root })) {
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, name = '', body = ''] of text.matchAll(/useKeys\(\s*'([^']+)',\s*\[([\s\S]*?)\]\s*[,)]/g)) {
      const found = [...body.matchAll(/keys: '([^']+)'/g)].map(([, keys = '']) => bound(keys));
      byScope.set(`${path} ${name}`, [...(byScope.get(`${path} ${name}`) ?? []), ...found]);
    }
  }
  const clashes = [...byScope].flatMap(([name, bindings]) => clashesOf({ name, bindings }));
  assert.deepEqual(clashes, []);
  assert.ok(byScope.size > 0, 'the test no longer finds what it looks for');
});

test('keys that would do two things in one scope are refused, and keys that begin others too', () => {
  assert.deepEqual(clashesOf(scope('Jobs', 'x', 'j', 'x')), ['Jobs: x and x']);
  assert.deepEqual(clashesOf(scope('Jobs', 'g j', 'g')), ['Jobs: g j and g']);
  assert.deepEqual(clashesOf(scope('Jobs', 'g j', 'g r', 'j')), []);
});

test('the innermost part of a screen is asked first', () => {
  const scopes = [scope('Everywhere', '/', 'g j'), scope('Graph', '/')];
  const match = matchOf(scopes, ['/']);
  assert.ok(match.kind === 'act' && match.binding === scopes[1]?.bindings[0]);
});

test('a sequence waits for its second key and does nothing for a wrong one', () => {
  const scopes = [scope('Go to', 'g j', 'g r'), scope('Jobs', 'j')];
  assert.equal(matchOf(scopes, ['g']).kind, 'wait');
  const match = matchOf(scopes, ['g', 'j']);
  assert.ok(match.kind === 'act' && match.binding.keys === 'g j');
  assert.equal(matchOf(scopes, ['g', 'z']).kind, 'none');
});

test('Ctrl and Cmd are one key, and Shift counts only where it does not make another sign', () => {
  assert.equal(press('k', { ctrlKey: true }), 'mod+k');
  assert.equal(press('k', { metaKey: true }), 'mod+k');
  assert.equal(press('?', { shiftKey: true }), '?');
  assert.equal(press('X', { shiftKey: true }), 'shift+x');
  assert.equal(press('Enter', { shiftKey: true }), 'shift+Enter');
  assert.equal(press('Shift', { shiftKey: true }), undefined);
  assert.equal(press(' '), 'Space');
});

test('single-key shortcuts are those that would write a letter into a field', () => {
  assert.deepEqual(['x', 'g j', 'shift+x', '?'].filter(isSingleKey), ['x', 'g j', 'shift+x', '?']);
  assert.deepEqual(['mod+k', 'Escape', 'ArrowDown', 'alt+x', 'Space'].filter(isSingleKey), []);
});

test('keys are said as they are printed on the keyboard at hand', () => {
  assert.deepEqual(sayKeys('mod+k', true), ['⌘', 'K']);
  assert.deepEqual(sayKeys('mod+k', false), ['Ctrl', 'K']);
  assert.deepEqual(sayKeys('g ,', false), ['G', ',']);
  assert.deepEqual(sayKeys('Escape', false), ['Esc']);
  assert.deepEqual(sayKeys('+', false), ['+']);
  assert.deepEqual(sayKeys('mod++', false), ['Ctrl', '+']);
});
