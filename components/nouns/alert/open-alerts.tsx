'use client';

import { useOpenAlerts } from './use-open-alerts.ts';

/** How many alerts stand open, where there are any. */
export function OpenAlerts() {
  const count = useOpenAlerts();
  if (count === 0) return null;
  return (
    <span className="figures tint ml-auto rounded-full px-1.5 text-[0.78rem] font-semibold text-warning narrow:absolute narrow:top-0 narrow:right-0 narrow:border narrow:border-current narrow:bg-surface narrow:px-1 narrow:leading-tight">
      {count}
      <span className="sr-only"> open</span>
    </span>
  );
}
