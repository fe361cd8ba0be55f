'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';

/** The reader's choice of light or dark; the system's until they choose. */
export function Themes({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      {children}
    </ThemeProvider>
  );
}
