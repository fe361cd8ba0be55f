'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useState } from 'react';
import { isSlug } from '#components/address/tenant-address.ts';
import { TenantOfAddress } from '#components/address/tenant-context.tsx';
import { ApiProvider } from '#components/api/api-provider.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { useViewer, ViewerProvider } from '#components/kit/viewer/use-viewer.tsx';
import { FeedProvider } from '#components/live/feed-context.tsx';
import { NoSuchTenant } from '#components/shell/outside/no-such-tenant.tsx';
import { keepTyped } from '#components/shell/palette/typed-ahead.ts';
import { useNotesRecent } from '#components/shell/palette/use-recent-places.ts';
import { useSession } from '#components/shell/session/use-session.ts';
import { ZoneProvider } from '#components/time/zone-context.tsx';
import { Announcer } from '#components/ui/announcer.tsx';
import { CutTexts } from '#components/ui/cut-text/cut-texts.tsx';
import { holdKeys } from '#components/ui/keyboard/keyboard.ts';
import { Toasts } from '#components/ui/overlay/toast.tsx';
import { useGlobalKeys } from './global-keys.ts';
import { Header } from './header.tsx';
import { Navigation, NavigationWidth } from './navigation.tsx';
import { Wordmark } from './wordmark.tsx';

// Most visits never open them.
const Palette = dynamic(() => import('#components/shell/palette/palette.tsx').then(({ Palette }) => Palette), {
  ssr: false,
});
const KeysSheet = dynamic(() => import('./keys-sheet.tsx').then(({ KeysSheet }) => KeysSheet), { ssr: false });

/** What stands around every screen of a tenant. Another tenant gets another one, with nothing of this one in it. */
export function Shell({ tenant, children }: { tenant: string; children: ReactNode }) {
  return isSlug(tenant) ? (
    <TenantShell key={tenant} tenant={tenant}>
      {children}
    </TenantShell>
  ) : (
    <NoSuchTenant />
  );
}

function TenantShell({ tenant, children }: { tenant: string; children: ReactNode }) {
  // Also when it is taken from somebody while they look at it.
  const [isGone, setIsGone] = useState(false);
  if (isGone) return <NoSuchTenant />;
  return (
    <TenantOfAddress slug={tenant}>
      <ApiProvider onTenantGone={() => setIsGone(true)}>
        <FeedProvider>
          <ViewerProvider>
            <Toasts>
              <Zoned>
                <Frame>{children}</Frame>
              </Zoned>
            </Toasts>
          </ViewerProvider>
        </FeedProvider>
      </ApiProvider>
    </TenantOfAddress>
  );
}

function Zoned({ children }: { children: ReactNode }) {
  const { viewer } = useViewer();
  return <ZoneProvider tenantZone={viewer?.tenant?.timeZone}>{children}</ZoneProvider>;
}

function Frame({ children }: { children: ReactNode }) {
  const { fault, reload } = useViewer();
  const [open, setOpen] = useState<'palette' | 'keys'>();
  const close = () => setOpen(undefined);
  const showKeys = () => setOpen('keys');
  const showPalette = () => {
    if (open !== 'palette') keepTyped();
    setOpen('palette');
  };
  useGlobalKeys({ onPalette: showPalette, onShowKeys: showKeys });
  useSession();
  useNotesRecent();
  // What is typed before the palette is there must not act on the screen behind it.
  useEffect(() => holdKeys(open !== undefined), [open]);
  return (
    <div className="grid min-h-screen grid-cols-[auto_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-[80] focus:rounded focus:bg-surface focus:p-2 focus:underline"
      >
        Skip to content
      </a>
      <aside
        aria-label="Taskflow"
        className="sticky top-0 flex h-dvh w-48 flex-col border-r border-line bg-surface narrow:w-13"
      >
        <Wordmark />
        <Navigation />
        <NavigationWidth />
      </aside>
      <div className="flex min-w-0 flex-col">
        <Header onPalette={showPalette} onShowKeys={showKeys} />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
          {children}
        </main>
      </div>
      <Announcer />
      <CutTexts />
      {open === 'palette' && <Palette onClose={close} onShowKeys={showKeys} />}
      {open === 'keys' && <KeysSheet onClose={close} />}
    </div>
  );
}
