import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Themes } from '#components/shell/themes.tsx';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Taskflow', template: '%s · Taskflow' } };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The theme is set before React takes over, so the server's attributes differ from the browser's.
    <html lang="en" suppressHydrationWarning>
      <body>
        <Themes>{children}</Themes>
      </body>
    </html>
  );
}
