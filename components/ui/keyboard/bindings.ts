/**
 * Which keys do what. A binding is one chord (`x`, `shift+x`, `mod+k`, `Escape`) or a sequence of them (`g j`). Scopes
 * lie on top of each other: what was registered last is asked first.
 */
import { type KeyPlace, latinKey } from './latin-key.ts';

/** One thing that keys do. */
export type Binding = {
  keys: string;
  /** What it does, for the sheet of shortcuts. */
  words: string;
  act: () => void;
};

/** The bindings of one part of the screen. */
export type Scope = { name: string; bindings: readonly Binding[] };

/** What of a key press counts here. */
export type Press = KeyPlace & { ctrlKey: boolean; metaKey: boolean; altKey: boolean };

export type Match = { kind: 'act'; binding: Binding } | { kind: 'wait' } | { kind: 'none' };

const held = new Set(['Control', 'Meta', 'Alt', 'Shift']);

/** The chord of a press, as bindings name it; undefined for a modifier that is pressed alone. */
export function chordOf(press: Press, isInForeignSequence = false): string | undefined {
  if (held.has(press.key)) return undefined;
  const key = latinKey(press, isInForeignSequence);
  const isLetter = /^[a-z]$/i.test(key);
  const parts = [
    (press.ctrlKey || press.metaKey) && 'mod',
    press.altKey && 'alt',
    // Shift is part of what a sign is: `?` needs it on one keyboard and not on another.
    press.shiftKey && (isLetter || key.length > 1) && 'shift',
    key === ' ' ? 'Space' : isLetter ? key.toLowerCase() : key,
  ];
  return parts.filter((part) => part !== false).join('+');
}

/** What the chords pressed so far mean, asked from the innermost scope outwards. */
export function matchOf(scopes: readonly Scope[], chords: readonly string[]): Match {
  const pressed = chords.join(' ');
  let isStarted = false;
  for (const scope of scopes.toReversed()) {
    const binding = scope.bindings.find((one) => one.keys === pressed);
    if (binding !== undefined) return { kind: 'act', binding };
    isStarted ||= scope.bindings.some((one) => one.keys.startsWith(`${pressed} `));
  }
  return isStarted ? { kind: 'wait' } : { kind: 'none' };
}

/** True for keys that write when they are pressed in a field: letters and signs without Ctrl, Cmd or Alt. */
export function isSingleKey(keys: string): boolean {
  const [first = ''] = keys.split(' ');
  const key = first.replace(/^shift\+/, '');
  return key.length === 1;
}

/** Keys that would do two things within one scope, or of which one would never be reached because the other is its start. */
export function clashesOf(scope: Scope): string[] {
  const clashes: string[] = [];
  for (const [place, { keys }] of scope.bindings.entries()) {
    for (const other of scope.bindings.slice(place + 1)) {
      const isSame = other.keys === keys;
      const isStart = other.keys.startsWith(`${keys} `) || keys.startsWith(`${other.keys} `);
      if (isSame || isStart) clashes.push(`${scope.name}: ${keys} and ${other.keys}`);
    }
  }
  return clashes;
}
