'use client';

import { GitCompareArrows, History } from 'lucide-react';
import { useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { CompareWith } from '#components/nouns/run/compare/compare-with.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useIsPast } from '#components/nouns/run/page/use-run-place.ts';
import { Button } from '#components/ui/form/button.tsx';

/** What a run is looked at by beside its views: as it was, and beside another run. */
export function RunAside({ run }: { run: RunDetails }) {
  const { change } = useUrl();
  const [isChoosing, setChoosing] = useState(false);
  const isPast = useIsPast();
  return (
    <>
      <Button isSmall Icon={GitCompareArrows} onClick={() => setChoosing(true)}>
        Compare with …
      </Button>
      <Button
        isSmall
        Icon={History}
        aria-pressed={isPast}
        className="aria-pressed:border-ink aria-pressed:bg-raised"
        data-whole="Shows the run as it was at any of its events."
        onClick={() => change({ at: isPast ? undefined : '0' })}
      >
        Go back in time
      </Button>
      {isChoosing && <CompareWith run={run} onClose={() => setChoosing(false)} />}
    </>
  );
}
