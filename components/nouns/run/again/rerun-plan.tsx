import { Play } from 'lucide-react';
import { KeptMark } from '#components/state/kept-mark.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { type Preview, sayReason } from './rerun-form.ts';

type Step = Preview['steps'][number];

/** What a rerun would do: the steps that run and why, and those that it keeps. */
export function RerunPlan({ preview, isBehind }: { preview: Preview; isBehind: boolean }) {
  const { steps, keptCount, rerunCount, dropped, written } = preview;
  const running = steps.filter(({ isKept }) => !isKept);
  const kept = steps.filter(({ isKept }) => isKept);
  return (
    <section aria-label="What will happen" aria-busy={isBehind} className="panel flex flex-col">
      <p className="border-b border-line px-3 py-2" aria-live="polite">
        <strong className="font-semibold">{sayCount(rerunCount, 'step')}</strong> {rerunCount === 1 ? 'runs' : 'run'}{' '}
        again, <strong className="font-semibold">{keptCount === 0 ? 'none' : keptCount.toLocaleString('en')}</strong>{' '}
        {keptCount === 1 ? 'is' : 'are'} kept.
      </p>
      <StepLines label="Run again" steps={running} />
      {kept.length > 0 && (
        <details>
          <summary className="border-t border-line px-3 py-1.5 text-quiet">Kept with their results</summary>
          <StepLines label="Kept" steps={kept} />
        </details>
      )}
      {written.length > 0 && (
        <p className="border-t border-line px-3 py-1.5 text-quiet">
          Written by kept steps, so another value has no effect: {written.join(', ')}.
        </p>
      )}
      {dropped.length > 0 && (
        <p className="border-t border-line px-3 py-1.5 text-quiet">Not in this version: {dropped.join(', ')}.</p>
      )}
    </section>
  );
}

// Longer lists are for the graph to show.
const linesMax = 200;

function StepLines({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <ul aria-label={label} className="max-h-44 divide-y divide-line overflow-y-auto">
      {steps.slice(0, linesMax).map((step) => (
        <li key={step.stepKey} className="flex min-h-7 items-center gap-3 px-3">
          <span className="flex w-14 shrink-0 items-center text-small">
            {step.isKept ? (
              <KeptMark />
            ) : (
              <span className="inline-flex items-center gap-1">
                <Play aria-hidden size={11} />
                runs
              </span>
            )}
          </span>
          <span className="min-w-0 flex-1 truncate font-medium" data-whole={step.stepKey}>
            {step.stepKey}
          </span>
          <span className="min-w-0 truncate text-quiet">{sayReason(step)}</span>
        </li>
      ))}
      {steps.length > linesMax && <li className="px-3 py-1.5 text-quiet">and {steps.length - linesMax} more</li>}
    </ul>
  );
}
