'use client';

import type { ReactNode } from 'react';
import type { Fault } from '#components/api/fault.ts';
import { useOnReturn } from '#components/live/use-on-return.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** Says that a panel could not be read, why, and lets one try again. */
export function FaultNotice({ fault, onRetry }: { fault: Fault; onRetry: () => void }) {
  // Who comes back to a screen need not press anything.
  useOnReturn(onRetry);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <span className="flex min-w-0 items-center gap-2 text-failed">
        <Glyph name="mark" size={16} />
        {fault.sentence}
      </span>
      {fault.requestId !== undefined && <span className="identifier text-quiet">request {fault.requestId}</span>}
      <Button isSmall onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

/** Says that a command did nothing, and why. */
export function Refusal({ sentence }: { sentence: string | undefined }) {
  if (sentence === undefined) return null;
  return (
    <p role="alert" className="flex items-center gap-2 text-failed">
      <Glyph name="mark" />
      {sentence}
    </p>
  );
}

/** Says that there is nothing, and what would bring something; for a whole panel take EmptyState. */
export function EmptyNotice({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3 p-4 text-quiet">{children}</div>;
}

/** Keeps the place of what is on its way. */
export function LoadingNotice({ rows = 6 }: { rows?: number }) {
  return <Skeleton rows={rows} />;
}
