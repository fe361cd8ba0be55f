'use client';

import { lazy, Suspense } from 'react';
import { useOwner } from '#components/kit/kept/use-own-text.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const Explorer = lazy(async () => ({ default: (await import('./explorer.tsx')).Explorer }));

/** The API of this console, tried out in the browser. Nothing is loaded from elsewhere. */
export function ExplorerPage() {
  // What was asked before is kept for the one who asked it.
  const isKnown = useOwner() !== undefined;
  return (
    <Page title="API" isFilled>
      {isKnown && (
        <Suspense fallback={<Skeleton rows={10} />}>
          <Explorer />
        </Suspense>
      )}
    </Page>
  );
}
