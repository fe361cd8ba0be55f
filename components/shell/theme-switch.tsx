'use client';

import { useTheme } from 'next-themes';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { themes } from './theme-words.ts';

const options = themes.map(({ name, word, Icon }) => ({ value: name, word: `${word} theme`, Icon }));

/** Light, dark, or whatever the system says. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  // The server does not know the reader's choice, so nothing is marked until the browser has taken over.
  const isBrowser = useIsBrowser();
  return (
    <Segmented label="Theme" isIconOnly value={isBrowser ? theme : undefined} options={options} onChange={setTheme} />
  );
}
