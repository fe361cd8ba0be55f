'use client';

import { useUrl } from '#components/address/use-url.ts';
import { Select } from '#components/ui/form/select.tsx';
import { LogViewer } from './log-viewer.tsx';

type Parts = { run: string; steps: readonly string[]; isOpen: boolean };

// A longer list is searched and not chosen from: the panel of a step leads to its job.
const stepsMax = 200;
const all = ' all';

/** What the steps of a run wrote, together or one of them. */
export function RunLog({ run, steps, isOpen }: Parts) {
  const { search, change } = useUrl();
  const named = search.get('of') ?? undefined;
  const unique = [...new Set(steps)];
  const step = named !== undefined && unique.includes(named) ? named : undefined;
  const shown = unique.slice(0, stepsMax);
  return (
    <section aria-label="Log" className="panel flex min-h-0 flex-1 flex-col">
      <LogViewer
        scope={{ kind: 'run', run, step }}
        name={step === undefined ? run : `${run}-${step}`}
        isOpen={isOpen}
        nothing={
          isOpen
            ? 'What its steps write appears here as it is written.'
            : 'Its steps wrote nothing, or it is longer ago than logs are kept.'
        }
        choice={
          <Select
            isSmall
            isLabelHidden
            label="Step"
            value={step ?? all}
            options={[
              { value: all, word: 'All steps' },
              ...(step === undefined || shown.includes(step) ? shown : [step, ...shown]).map((one) => ({
                value: one,
                word: one,
              })),
            ]}
            onChange={(value) => change({ of: value === all ? undefined : value })}
          />
        }
      />
    </section>
  );
}
