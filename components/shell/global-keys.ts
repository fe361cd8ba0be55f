'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useNouns } from '#components/kit/noun/nouns-context.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { placesOf } from './places.ts';

type GlobalKeys = { onPalette: () => void; onShowKeys: () => void };

/** The keys that work on every screen. */
export function useGlobalKeys({ onPalette, onShowKeys }: GlobalKeys): void {
  const go = useGo();
  const places = placesOf(useNouns());
  useKeys(
    'Everywhere',
    [
      { keys: 'mod+k', words: 'Command palette', act: onPalette },
      { keys: '/', words: 'Search in this screen', act: focusQueryBar },
      { keys: '?', words: 'Keyboard shortcuts', act: onShowKeys },
    ],
    true,
    'console',
  );
  useKeys(
    'Go to',
    places.map(({ path, title, letter }) => ({ keys: `g ${letter}`, words: title, act: () => go(path) })),
    true,
    'console',
  );
}

function focusQueryBar(): void {
  const bar = document.querySelector('[data-query-bar]');
  if (bar instanceof HTMLElement) bar.focus();
}
