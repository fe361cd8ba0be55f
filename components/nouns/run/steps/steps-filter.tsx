'use client';

import { useUrl } from '#components/address/use-url.ts';
import { countOpenStates, countStates } from '#components/graph/graph-model.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { Button } from '#components/ui/form/button.tsx';
import { isSettledRun, type JobState } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { FindField } from './find-field.tsx';
import type { StepsAsked } from './step-rows.ts';

type FilterProps = { run: RunDetails; asked: StepsAsked; shownCount: number; hiddenCount: number };

/** Which steps of a run are shown: by name, by state, and whether those that no branch led to are among them. */
export function StepsFilter({ run, asked, shownCount, hiddenCount }: FilterProps) {
  const { change } = useUrl();
  const total = run.steps.length;
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-2 py-1.5">
      <FindField
        label="Find steps"
        placeholder="Name or task  /"
        value={asked.text}
        onChange={(next) => change({ find: next === '' ? undefined : next })}
      />
      <StateChoice run={run} states={asked.states} />
      <span className="ml-auto flex items-center gap-2 text-quiet" aria-live="polite">
        {(hiddenCount > 0 || asked.hasSkipped) && (
          <Button isSmall kind="quiet" onClick={() => change({ skipped: asked.hasSkipped ? undefined : '1' })}>
            {asked.hasSkipped ? 'Hide skipped' : `Show ${hiddenCount} skipped`}
          </Button>
        )}
        {shownCount !== total && `${shownCount} of `}
        {sayCount(total, 'step')}
      </span>
    </div>
  );
}

function StateChoice({ run, states }: { run: RunDetails; states: readonly JobState[] }) {
  const { change } = useUrl();
  const counts = isSettledRun(run.state) ? countStates(run.steps) : countOpenStates(run.steps);
  const width = { minWidth: `${String(run.steps.length).length}ch` };
  const toggle = (state: JobState) => {
    const next = states.includes(state) ? states.filter((one) => one !== state) : [...states, state];
    change({ state: next.length === 0 ? undefined : next.join(',') });
  };
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">State</legend>
      {counts.map(({ state, count }) => (
        <button
          key={state}
          type="button"
          aria-pressed={states.includes(state)}
          onClick={() => toggle(state)}
          className="button button-small aria-pressed:border-ink aria-pressed:bg-raised aria-pressed:font-semibold"
        >
          <span style={{ color: colourOf(jobLooks[state].family) }}>
            <Glyph name={jobLooks[state].glyph} />
          </span>
          {jobLooks[state].word}
          <span className="figures text-right text-quiet" style={width}>
            {count}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
