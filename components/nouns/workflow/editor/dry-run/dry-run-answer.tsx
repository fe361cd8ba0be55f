'use client';

import { JsonBlock } from '#components/kit/page/json-block.tsx';
import { ScheduleList } from '#components/nouns/workflow/list/schedule-words.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, type Family } from '#components/state/state-look.ts';
import { levelsOf, markOf, sayEnd } from './dry-run-words.ts';
import type { DryRun } from './use-dry-run.ts';

type Parts = { found: DryRun; isAsking: boolean; onOpen: (stepKey: string) => void };

// Steps that are listed; the canvas shows all of them.
const listedStepsMax = 200;

/** What a dry run has found: how the run ends, what becomes of each step, what stands in the way, when it starts next. */
export function DryRunAnswer({ found, isAsking, onOpen }: Parts) {
  const { problems, outcome, steps, findings, workflow, variables } = found;
  const isTold = outcome !== null;
  return (
    <section aria-label="What would happen" className="flex flex-col gap-4" aria-busy={isAsking}>
      {problems.length > 0 && (
        <ul className="flex flex-col gap-1 text-small text-failed">
          {problems.map(({ code, message, path }) => (
            <li key={`${code} ${path?.join('.')} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
      {isTold && (
        <p
          role="status"
          className="flex items-center gap-1.5 font-medium"
          style={{ color: colourOf(outcome === 'FAILED' ? 'failed' : 'success') }}
        >
          <Glyph name={outcome === 'FAILED' ? 'cross' : 'check'} />
          {sayEnd(found)}
        </p>
      )}
      {isTold && <Findings findings={findings} onOpen={onOpen} />}
      {isTold && (
        <section aria-label="Steps of the dry run" className="flex flex-col gap-2">
          {levelsOf(steps.slice(0, listedStepsMax)).map(({ level, steps: own }) => (
            <div key={level} className="flex flex-col gap-0.5">
              <h3 className="text-small text-quiet">Level {level + 1}</h3>
              <ul className="flex flex-col">
                {own.map((step) => (
                  <ToldStep key={step.stepKey} step={step} onOpen={onOpen} />
                ))}
              </ul>
            </div>
          ))}
          {steps.length > listedStepsMax && (
            <p className="text-small text-quiet">{steps.length - listedStepsMax} more: the canvas shows them.</p>
          )}
        </section>
      )}
      {isTold && variables !== null && Object.keys(variables).length > 0 && (
        <details>
          <summary className="w-fit text-quiet">Variables at the end</summary>
          <JsonBlock value={variables} />
        </details>
      )}
      {isTold && (
        <section aria-label="Starts by itself" className="flex flex-col gap-1">
          <h2 className="font-medium">Starts by itself</h2>
          <ScheduleList schedules={workflow?.schedules ?? []} />
        </section>
      )}
    </section>
  );
}

function Findings({ findings, onOpen }: { findings: DryRun['findings']; onOpen: (stepKey: string) => void }) {
  if (findings.length === 0) return <p className="text-small text-quiet">Nothing stands in its way now.</p>;
  return (
    <section aria-label="In the way now" className="flex flex-col gap-1">
      <h2 className="font-medium">In the way now</h2>
      <ul className="flex flex-col gap-1">
        {findings.map(({ code, message, stepKeys }) => (
          <li key={`${code} ${message}`} className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-1.5">
            <span className="self-center text-warning">
              <Glyph name="mark" size={12} />
            </span>
            <span>
              {message}
              {stepKeys.length > 0 && ': '}
              {stepKeys.map((stepKey, n) => (
                <span key={stepKey}>
                  {n > 0 && ', '}
                  <button type="button" className="link" onClick={() => onOpen(stepKey)}>
                    {stepKey}
                  </button>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const families: Record<string, Family> = { runs: 'success', fails: 'failed', skipped: 'waiting', unknown: 'warning' };

function ToldStep({ step, onOpen }: { step: DryRun['steps'][number]; onOpen: (stepKey: string) => void }) {
  const { stepKey, reason, ask, params, isParamsCut } = step;
  const mark = markOf(step);
  const hasParams = params !== null && JSON.stringify(params) !== '{}';
  return (
    <li className="flex flex-col py-0.5">
      <div className="flex items-baseline gap-2">
        <button type="button" className="link min-w-0 truncate text-left" onClick={() => onOpen(stepKey)}>
          {stepKey}
        </button>
        <span
          className="ml-auto shrink-0 text-small font-medium"
          style={{ color: colourOf(families[mark?.look ?? ''] ?? 'waiting') }}
        >
          {mark?.words}
        </span>
      </div>
      {reason !== null && <span className="break-words text-small text-quiet">{reason.message}</span>}
      {ask.length > 0 && <span className="text-small text-quiet">depends on what {ask.join(', ')} leaves</span>}
      {hasParams && (
        <code className="truncate text-small text-quiet" data-whole={JSON.stringify(params, null, 2)}>
          {JSON.stringify(params)}
        </code>
      )}
      {isParamsCut && <span className="text-small text-quiet">its params are too large to be shown here</span>}
    </li>
  );
}
