'use client';

import { ChartColumn } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { usePreference } from '#components/ui/preferences.ts';

/** Folds the chart over time away, or brings it back, for this browser. */
export function HistogramFold() {
  const [choice, choose] = usePreference('histogram');
  const isShown = choice === 'shown';
  return (
    <IconButton
      label={isShown ? 'Hide the chart over time' : 'Show the chart over time'}
      Icon={ChartColumn}
      isFramed
      aria-expanded={isShown}
      onClick={() => choose(isShown ? 'folded' : 'shown')}
    />
  );
}

/** Keeps the place of the chart from the first picture on; there is nothing in it when it is folded. */
export function HistogramPlace({ children }: { children: ReactNode }) {
  const [choice] = usePreference('histogram');
  return choice === 'shown' ? <div className="panel histogram-place">{children}</div> : null;
}
