import type { ReactNode } from 'react';
import { colourOf, type Family } from '#components/state/state-look.ts';

const shape = 'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded px-1.5 text-small';

/** A small word by itself: a label, a version, a kind. With a family it takes that colour; its word must say it too. */
export function Badge({ family, children }: { family?: Family; children: ReactNode }) {
  if (family === undefined) return <span className={`${shape} border border-line bg-raised`}>{children}</span>;
  return (
    <span className={`${shape} tint font-medium`} style={{ color: colourOf(family) }}>
      {children}
    </span>
  );
}

/** How many, on a round ground: `12`, `1,000+`. */
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
      className="figures tint inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1.5 font-medium text-quiet text-small leading-none"
      style={family === undefined ? undefined : { color: colourOf(family) }}
    >
      {value.toLocaleString('en')}
      {isExact ? '' : '+'}
      {words !== undefined && <span className="sr-only"> {words}</span>}
    </span>
  );
}
