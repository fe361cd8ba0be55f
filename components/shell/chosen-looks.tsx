'use client';

import { useEffect } from 'react';
import { type PreferenceName, usePreference } from '#components/kit/kept/preferences.ts';
import { setSingleKeys } from '#components/ui/keyboard/keyboard.ts';

const shown = ['density', 'navigation', 'histogram'] as const satisfies readonly PreferenceName[];

// Runs before the first picture, or the page would jump from one width to the other. Its quotes are backticks because
// React escapes the others.
const script = shown
  .map((name) => `document.documentElement.dataset.${name} = localStorage.getItem(\`taskflow-${name}\`) ?? \`\`;`)
  .join(' ');

/** Puts on the page what the reader has chosen of its looks and keys, and keeps it there. */
export function ChosenLooks({ nonce }: { nonce: string | undefined }) {
  const [density] = usePreference('density');
  const [navigation] = usePreference('navigation');
  const [histogram] = usePreference('histogram');
  const [singleKeys] = usePreference('singleKeys');
  useEffect(() => {
    document.documentElement.dataset.density = density;
    document.documentElement.dataset.navigation = navigation;
    document.documentElement.dataset.histogram = histogram;
  }, [density, navigation, histogram]);
  useEffect(() => setSingleKeys(singleKeys === 'on'), [singleKeys]);
  return (
    // The browser hides a nonce from scripts, so it never looks the same on both sides.
    <script nonce={nonce} suppressHydrationWarning>
      {script}
    </script>
  );
}
