'use client';

import type { ReactNode } from 'react';
import { ThemeSwitch } from '#components/shell/theme-switch.tsx';
import { Sign } from '#components/shell/wordmark.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { OpenedLink } from './use-link.ts';

type LinkFrameProps = {
  title: string;
  link: OpenedLink;
  children: ReactNode;
};

/** What stands around a page behind a link: no tenant, and nothing that only somebody signed in has. */
export function LinkFrame({ title, link, children }: LinkFrameProps) {
  return (
    <main className="flex min-h-screen flex-col items-center px-4 pt-[14vh] pb-8">
      <div className="flex w-100 max-w-full flex-col gap-5">
        <div className="flex flex-col items-center gap-3 text-center">
          <Sign sizePx={40} />
          <h1 className="text-title font-semibold tracking-tight">
            {link.kind === 'dead' ? 'This link opens nothing' : title}
          </h1>
        </div>
        <div className="panel flex flex-col gap-4 rounded-lg p-5 shadow-float">
          {link.kind === 'reading' && <Skeleton rows={3} />}
          {link.kind === 'dead' && (
            <p role="alert" className="flex items-start gap-2 text-failed">
              <Glyph name="mark" size={16} />
              <span>{link.sentence}</span>
            </p>
          )}
          {link.kind === 'open' && children}
        </div>
        <div className="flex justify-center">
          <ThemeSwitch />
        </div>
      </div>
    </main>
  );
}
