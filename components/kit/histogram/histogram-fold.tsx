'use client';

import { ChartColumn } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { usePreference } from '#components/kit/kept/preferences.ts';
import { IconButton } from '#components/ui/form/icon-button.tsx';

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

type PlaceProps = { areRowsThere: boolean; children: ReactNode };

/** Keeps the place of the chart from the first picture on; there is nothing in it when it is folded. */
export function HistogramPlace({ areRowsThere, children }: PlaceProps) {
  const [choice] = usePreference('histogram');
  const isDue = useAfterPaint(areRowsThere);
  return choice === 'shown' ? <div className="panel histogram-place">{isDue && children}</div> : null;
}

// The rows are what is waited for: the code of the chart is fetched when they are on the screen.
function useAfterPaint(isReady: boolean): boolean {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    if (!isReady) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setIsDue(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [isReady]);
  return isDue;
}
