'use client';

import { lazy, Suspense } from 'react';
import { Page } from '#components/kit/page/page.tsx';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';

const Explorer = lazy(async () => ({ default: (await import('./explorer.tsx')).Explorer }));

/** The API of this console, tried out in the browser. Nothing is loaded from elsewhere. */
export function ExplorerPage() {
  const isBrowser = useIsBrowser();
  return (
    <Page title="API" isFilled>
      {isBrowser && (
        <Suspense fallback={<Skeleton rows={10} />}>
          <Explorer />
        </Suspense>
      )}
    </Page>
  );
}
