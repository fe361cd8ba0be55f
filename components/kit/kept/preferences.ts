'use client';

/** What a reader has chosen for this browser: how dense, which zone, whether single keys act. */
import { useSyncExternalStore } from 'react';
import { keep, listenToKept, readKept } from './browser-store.ts';

const choices = {
  density: ['comfortable', 'compact'],
  /** Whose clock the console shows. */
  zone: ['viewer', 'tenant', 'utc'],
  /** `3 min ago` or the instant itself. */
  timeStyle: ['relative', 'absolute'],
  singleKeys: ['on', 'off'],
  navigation: ['wide', 'narrow'],
  /** Whether lists have their chart over time above them. */
  histogram: ['shown', 'folded'],
} as const;

type Choices = typeof choices;
export type PreferenceName = keyof Choices;
export type Preference<Name extends PreferenceName> = Choices[Name][number];

/** A choice and how to change it; the first of its words until the reader has chosen. */
export function usePreference<Name extends PreferenceName>(
  name: Name,
): [Preference<Name>, (value: Preference<Name>) => void] {
  const value = useSyncExternalStore(
    listenToKept,
    () => readPreference(name),
    () => firstOf(name),
  );
  return [value, (next) => keep(keyOf(name), next)];
}

/** The words that may be chosen, the default first. */
export function preferenceChoices<Name extends PreferenceName>(name: Name): Choices[Name] {
  return choices[name];
}

/** What was chosen; the default where nothing was, or nothing that still exists. */
function readPreference<Name extends PreferenceName>(name: Name): Preference<Name> {
  const stored = readKept(keyOf(name));
  const known: readonly Preference<Name>[] = choices[name];
  return known.find((one) => one === stored) ?? firstOf(name);
}

function firstOf<Name extends PreferenceName>(name: Name): Preference<Name> {
  return choices[name][0];
}

function keyOf(name: PreferenceName): string {
  return `taskflow-${name}`;
}
