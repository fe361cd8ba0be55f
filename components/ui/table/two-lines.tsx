import type { ReactNode } from 'react';

/** A cell of a table with two lines to a row (`lines={2}`): what it says, and below it what belongs to that. */
export function TwoLines({ below, children }: { below: ReactNode; children: ReactNode }) {
  return (
    <span className="flex h-[calc(var(--row)+17px)] flex-col justify-center">
      <span className="block truncate">{children}</span>
      <span className="block truncate text-small text-quiet">{below}</span>
    </span>
  );
}
