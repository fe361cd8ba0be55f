'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useIsBrowser } from '#components/page/use-is-browser.ts';

const themes = [
  { name: 'light', word: 'Light', Icon: Sun },
  { name: 'dark', word: 'Dark', Icon: Moon },
  { name: 'system', word: 'System', Icon: Monitor },
] as const;

/** Light, dark, or whatever the system says. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  // The server does not know the reader's choice, so nothing is marked until the browser has taken over.
  const isBrowser = useIsBrowser();
  return (
    <fieldset className="flex h-7 items-center overflow-hidden rounded border border-control">
      <legend className="sr-only">Theme</legend>
      {themes.map(({ name, word, Icon }) => (
        <button
          key={name}
          type="button"
          title={word}
          aria-label={`${word} theme`}
          aria-pressed={isBrowser && theme === name}
          onClick={() => setTheme(name)}
          className="flex h-full w-7 items-center justify-center hover:bg-raised aria-pressed:bg-ink aria-pressed:text-surface"
        >
          <Icon aria-hidden size={14} />
        </button>
      ))}
    </fieldset>
  );
}
