'use client';

import { lazy, Suspense } from 'react';
import { LoadingNotice } from '#components/kit/page/notice.tsx';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';

export type DiffParts = { label: string; before: string; after: string };

// Only who compares two texts pays for it.
const DiffCode = lazy(async () => ({ default: (await import('./diff-code.tsx')).DiffCode }));

/** What changed from one text to another, line by line. */
export function DiffView(parts: DiffParts) {
  const isBrowser = useIsBrowser();
  if (parts.before === parts.after) return <p className="p-3 text-quiet">Both say the same.</p>;
  return isBrowser ? (
    <Suspense fallback={<LoadingNotice rows={8} />}>
      <DiffCode {...parts} />
    </Suspense>
  ) : (
    <LoadingNotice rows={8} />
  );
}
