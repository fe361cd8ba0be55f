import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ChosenLooks } from '#components/shell/chosen-looks.tsx';
import { Themes } from '#components/shell/themes.tsx';
import { fontClass } from './fonts.ts';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Taskflow', template: '%s · Taskflow' } };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Pages run only scripts that carry the nonce of their own answer, so none of them can be rendered beforehand.
  const policy = (await headers()).get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  return (
    // The theme is set before React takes over, so the server's attributes differ from the browser's.
    <html lang="en" className={fontClass} suppressHydrationWarning>
      <body>
        <ChosenLooks nonce={nonce} />
        <Themes nonce={nonce}>{children}</Themes>
      </body>
    </html>
  );
}
