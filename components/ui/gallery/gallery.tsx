'use client';

import { ZoneProvider } from '#components/time/zone-context.tsx';
import { Toasts } from '#components/ui/overlay/toast.tsx';
import { GalleryControls } from './gallery-controls.tsx';
import { GalleryNotices } from './gallery-notices.tsx';
import { GalleryOverlays } from './gallery-overlays.tsx';
import { GalleryStates } from './gallery-states.tsx';
import { GalleryTables } from './gallery-tables.tsx';
import { GalleryText } from './gallery-text.tsx';

/** Every component in every state, in both themes side by side. */
export function Gallery() {
  return (
    <ZoneProvider tenantZone="Europe/Berlin">
      <Toasts>
        <main className="grid min-w-[80rem] grid-cols-2">
          <h1 className="sr-only">Design</h1>
          <Half theme="light" />
          <Half theme="dark" />
        </main>
      </Toasts>
    </ZoneProvider>
  );
}

function Half({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <div data-theme={theme} className="flex min-w-0 flex-col gap-5 bg-canvas p-5 text-ink">
      <GalleryText />
      <GalleryStates />
      <GalleryControls name={theme} />
      <GalleryNotices />
      <GalleryTables name={theme} />
      <GalleryOverlays />
    </div>
  );
}
