'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { places } from './places.ts';

type GlobalKeys = { onPalette: () => void; onShowKeys: () => void };

/** The keys that work on every screen. */
export function useGlobalKeys({ onPalette, onShowKeys }: GlobalKeys): void {
  const go = useGo();
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
    places.map(({ path, word, letter }) => ({ keys: `g ${letter}`, words: word, act: () => go(path) })),
    true,
    'console',
  );
}

function focusQueryBar(): void {
  const bar = document.querySelector('[data-query-bar]');
  if (bar instanceof HTMLElement) bar.focus();
}
