'use client';

/** The one ear of the page for keys. It hears nothing while somebody writes, and in a dialog only what is safe there. */
import { type Binding, chordOf, clashesOf, isSingleKey, matchOf, type Scope } from './bindings.ts';
import { isForeign } from './latin-key.ts';

// Whoever rests longer between two keys did not mean a sequence.
const keySequenceMs = 1_200;

let scopes: readonly Scope[] = [];
let pressed: string[] = [];
let lastPressMs = 0;
let isForeignSequence = false;
let areSingleKeysOn = true;
let isHeld = false;
const listeners = new Set<() => void>();

/** Where a scope lies: those of the whole console under those of a screen, whichever came first. */
export type Layer = 'console' | 'screen';

/** Adds the bindings of a part of the screen until the returned function is called. */
export function register(name: string, bindings: readonly Binding[], layer: Layer = 'screen'): () => void {
  const scope = { name, bindings };
  const clashes = clashesOf(scope);
  if (clashes.length > 0) throw new Error(`keys that do two things: ${clashes.join('; ')}`);
  if (scopes.length === 0) window.addEventListener('keydown', hear);
  change(layer === 'console' ? [scope, ...scopes] : [...scopes, scope]);
  return () => {
    change(scopes.filter((one) => one !== scope));
    if (scopes.length === 0) window.removeEventListener('keydown', hear);
  };
}

/** What is active now, the outermost first. The same array until it changes. */
export function activeScopes(): readonly Scope[] {
  return scopes;
}

/** Calls back when what is active changes. */
export function listenToScopes(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

/** Letters and signs without Ctrl or Cmd are in the way of some who speak to their computer. */
export function setSingleKeys(areOn: boolean): void {
  areSingleKeysOn = areOn;
}

/** Holds all keys back while something opens that is meant to receive them. */
export function holdKeys(areHeld: boolean): void {
  isHeld = areHeld;
}

function change(next: readonly Scope[]): void {
  scopes = next;
  for (const listener of listeners) listener();
}

function hear(event: KeyboardEvent): void {
  if (isHeld || event.defaultPrevented || event.isComposing) return;
  if (event.timeStamp - lastPressMs > keySequenceMs) pressed = [];
  const chord = chordOf(event, pressed.length > 0 && isForeignSequence);
  if (chord === undefined || !isHeard(event.target, chord)) return;
  lastPressMs = event.timeStamp;
  isForeignSequence = isForeign(event.key);
  const match = matchAfter(chord);
  if (match.kind === 'none') return;
  event.preventDefault();
  if (match.kind === 'act') match.binding.act();
}

// A chord that does not go on with what was begun may begin something itself.
function matchAfter(chord: string): ReturnType<typeof matchOf> {
  const usable = areSingleKeysOn ? scopes : scopes.map(withoutSingleKeys);
  const chords = [...pressed, chord];
  const whole = matchOf(usable, chords);
  const match = whole.kind === 'none' && pressed.length > 0 ? matchOf(usable, [chord]) : whole;
  pressed = match.kind === 'wait' ? (match === whole ? chords : [chord]) : [];
  return match;
}

function withoutSingleKeys(scope: Scope): Scope {
  return { ...scope, bindings: scope.bindings.filter(({ keys }) => !isSingleKey(keys)) };
}

function isHeard(target: EventTarget | null, chord: string): boolean {
  if (!(target instanceof Element)) return true;
  if (chord.startsWith('mod+')) return true;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null) return false;
  if (target.closest('textarea, select, [contenteditable="true"], [role="combobox"]') !== null) return false;
  if (target instanceof HTMLInputElement) return ['checkbox', 'radio', 'button'].includes(target.type);
  // Enter and Space press what has the focus.
  const isPress = chord === 'Enter' || chord === 'Space';
  return !(isPress && target.closest('button, a, summary, [role="checkbox"], [role="radio"]') !== null);
}
