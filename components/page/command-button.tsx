'use client';

import type { ReactNode } from 'react';

type Parts = { children: ReactNode; onPress: () => void; isBusy: boolean; isSmall?: boolean; label?: string };

/** A button that asks the engine for something; it waits for the answer and guesses nothing. */
export function CommandButton({ children, onPress, isBusy, isSmall = false, label }: Parts) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-busy={isBusy}
      disabled={isBusy}
      onClick={onPress}
      className={isSmall ? 'button button-small' : 'button'}
    >
      {children}
    </button>
  );
}
