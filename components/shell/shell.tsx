'use client';

import type { ReactNode } from 'react';
import { ApiProvider } from '#components/api/api-provider.tsx';
import { ConnectionChip } from '#components/live/connection-chip.tsx';
import { FeedProvider } from '#components/live/feed-context.tsx';
import { FaultNotice } from '#components/page/notice.tsx';
import { ZoneChip } from '#components/time/zone-chip.tsx';
import { ZoneProvider } from '#components/time/zone-context.tsx';
import { Navigation } from './navigation.tsx';
import { SignOutButton } from './sign-out-button.tsx';
import { TenantChoice, TenantSwitch } from './tenant-choice.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { useViewer, ViewerProvider } from './use-viewer.tsx';

/** What stands around every screen of somebody who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <FeedProvider>
        <ViewerProvider>
          <Zoned>
            <Frame>{children}</Frame>
          </Zoned>
        </ViewerProvider>
      </FeedProvider>
    </ApiProvider>
  );
}

function Zoned({ children }: { children: ReactNode }) {
  const { viewer } = useViewer();
  return <ZoneProvider tenantZone={viewer?.tenant?.timeZone}>{children}</ZoneProvider>;
}

function Frame({ children }: { children: ReactNode }) {
  const { viewer, fault, reload } = useViewer();
  return (
    <div className="grid min-h-screen grid-cols-[11.5rem_minmax(0,1fr)] grid-rows-[3rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2 focus:underline"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 col-span-2 flex items-center gap-4 border-b border-line bg-surface px-4">
        <span className="w-[9.5rem] text-[1.1rem] font-semibold tracking-tight">Taskflow</span>
        {viewer?.tenant && <TenantSwitch tenant={viewer.tenant} />}
        <div className="ml-auto flex items-center gap-3">
          <ConnectionChip />
          <ZoneChip />
          <ThemeSwitch />
          <span className="max-w-48 truncate text-quiet" title={viewer?.role}>
            {viewer?.name}
          </span>
          <SignOutButton />
        </div>
      </header>
      <div className="sticky top-12 h-[calc(100vh-3rem)] border-r border-line bg-surface">
        <Navigation />
      </div>
      <main id="content" className="flex min-w-0 flex-col">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {viewer?.tenant === null ? <TenantChoice /> : children}
      </main>
    </div>
  );
}
