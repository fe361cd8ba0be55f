'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';

/** The reader's choice of light or dark; the system's until they choose. */
export function Themes({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange>
      {children}
    </ThemeProvider>
  );
}
