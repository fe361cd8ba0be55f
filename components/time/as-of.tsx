'use client';

import type { ReactNode } from 'react';
import { useNow } from './clock.ts';
import { sayInstant, sayStamp } from './say-time.ts';
import { useZone } from './zone-context.tsx';

/** Of when what is shown is: `as of 02:13`. */
export function AsOf({ atMs }: { atMs: number }) {
  const { timeZone } = useZone();
  const stamp = sayStamp(atMs, { nowMs: useNow(), timeZone }).replace(/:\d\d$/, '');
  return (
    <span className="text-small font-normal text-quiet" data-whole={`Not read since ${sayInstant(atMs, timeZone)}`}>
      as of {stamp}
    </span>
  );
}

/** The same for a panel; undefined while its figures can be trusted. */
export function ageOf(asOfMs: number | undefined): ReactNode {
  return asOfMs === undefined ? undefined : <AsOf atMs={asOfMs} />;
}
