import type { ReactNode } from 'react';
import { colourOf, type Family } from '#components/state/state-look.ts';

/** A small word in a frame: a label, a version, a kind. With a family it takes that colour; its word must say it too. */
export function Badge({ family, children }: { family?: Family; children: ReactNode }) {
  return (
    <span
      className="inline-flex h-5 items-center gap-1 whitespace-nowrap rounded border border-line bg-raised px-1.5 text-small"
      style={family === undefined ? undefined : { color: colourOf(family), borderColor: 'currentColor' }}
    >
      {children}
    </span>
  );
}

/** How many, in a round frame: `12`, `1,000+`. */
export function Count({
  value,
  isExact = true,
  words,
  family,
}: {
  value: number;
  isExact?: boolean;
  words?: string;
  family?: Family;
}) {
  return (
    <span
      className="inline-flex h-5 min-w-5 items-center justify-center rounded-full border border-current px-1.5 text-small leading-none text-quiet"
      style={family === undefined ? undefined : { color: colourOf(family) }}
    >
      {value.toLocaleString('en')}
      {isExact ? '' : '+'}
      {words !== undefined && <span className="sr-only"> {words}</span>}
    </span>
  );
}
