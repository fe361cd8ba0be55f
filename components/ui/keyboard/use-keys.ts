'use client';

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { Binding, Scope } from './bindings.ts';
import { activeScopes, type Layer, listenToScopes, register } from './keyboard.ts';

const none: readonly Scope[] = [];

/** Binds keys for as long as the component is shown. The scope is its heading in the sheet of shortcuts. */
export function useKeys(scope: string, bindings: readonly Binding[], isActive = true, layer: Layer = 'screen'): void {
  const act = useEffectEvent((keys: string) => bindings.find((one) => one.keys === keys)?.act());
  const described = bindings.map(({ keys, words }) => `${keys}\t${words}`).join('\n');
  useEffect(() => {
    if (!isActive || described === '') return;
    const registered = described.split('\n').map((line) => {
      const [keys = '', words = ''] = line.split('\t');
      return { keys, words, act: () => act(keys) };
    });
    return register(scope, registered, layer);
  }, [scope, described, isActive, layer]);
}

/** What keys do at this moment, for the sheet of shortcuts. */
export function useActiveScopes(): readonly Scope[] {
  return useSyncExternalStore(listenToScopes, activeScopes, () => none);
}
