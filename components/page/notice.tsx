import type { ReactNode } from 'react';
import type { Fault } from '#components/api/fault.ts';
import { Glyph } from '#components/state/glyph.tsx';

/** Says that a panel could not be read, why, and lets one try again. */
export function FaultNotice({ fault, onRetry }: { fault: Fault; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 p-4">
      <span className="flex items-center gap-2 text-failed">
        <Glyph name="mark" size={16} />
        {fault.sentence}
      </span>
      {fault.requestId !== undefined && <span className="identifier text-quiet">request {fault.requestId}</span>}
      <button type="button" className="button button-small" onClick={onRetry}>
        Try again
      </button>
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

/** Says that there is nothing, and what would bring something. */
export function EmptyNotice({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3 p-6 text-quiet">{children}</div>;
}

/** Keeps the place of what is on its way. Shows only when it takes long enough to be noticed. */
export function LoadingNotice({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading" className="appear-late flex flex-col gap-2 p-4">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without identity
        <span key={row} className="h-4 rounded bg-raised" style={{ width: `${92 - ((row * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
