'use client';

import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { classes } from './classes.ts';
import { sayKeys } from './keyboard/say-keys.ts';

/** Keys as they are printed on a keyboard: `mod+k` is ⌘K or Ctrl K, `g j` is G then J. */
export function KeyHint({ keys, isInverse = false }: { keys: string; isInverse?: boolean }) {
  // The server does not know whose keyboard it is.
  const isBrowser = useIsBrowser();
  const isApple = isBrowser && /Mac|iP(hone|ad|od)/.test(navigator.platform);
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5">
      {sayKeys(keys, isApple).map((word) => (
        <kbd
          key={word}
          className={classes(
            'inline-flex h-[1.35em] min-w-[1.35em] items-center justify-center rounded border px-1 font-sans text-[0.8rem] leading-none',
            isInverse ? 'border-current' : 'border-line bg-raised text-quiet',
          )}
        >
          {word}
        </kbd>
      ))}
    </span>
  );
}
