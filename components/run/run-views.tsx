'use client';

import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { JsonBlock } from '#components/page/json-block.tsx';
import { Panel } from '#components/page/page.tsx';
import { shownRound } from './graph-model.ts';
import { RunGraphView } from './run-graph.tsx';
import { StepPanel } from './step-panel.tsx';
import { StepsTable } from './steps-table.tsx';
import type { RunDetails } from './use-run.ts';

const views = [
  { name: 'graph', word: 'Graph' },
  { name: 'steps', word: 'Steps' },
  { name: 'variables', word: 'Variables' },
] as const;

/** The views of a run. Which one is open, and which step, stands in the address. */
export function RunViews({ run }: { run: RunDetails }) {
  const router = useRouter();
  const search = useSearchParams();
  const view = views.find(({ name }) => name === search.get('view')) ?? views[0];
  const selected = search.get('step') ?? undefined;
  const step = shownRound(run.steps.filter(({ stepKey }) => stepKey === selected));
  const addressOf = (change: { view?: string; step?: string | undefined }) => {
    const words = { view: view.name, step: selected, ...change };
    const step = words.step === undefined ? '' : `&step=${encodeURIComponent(words.step)}`;
    return `/runs/${run.id}?view=${words.view}${step}`;
  };
  const select = (stepKey: string | undefined) => router.replace(addressOf({ step: stepKey }), { scroll: false });
  return (
    <>
      <nav aria-label="Views of the run" className="flex gap-1 border-b border-line">
        {views.map(({ name, word }) => (
          <Link
            key={name}
            href={addressOf({ view: name })}
            scroll={false}
            aria-current={name === view.name ? 'page' : undefined}
            className="-mb-px border-b-2 border-transparent px-3 py-1.5 text-quiet hover:text-ink aria-[current=page]:border-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink"
          >
            {word}
          </Link>
        ))}
      </nav>
      <div className="flex min-h-0 flex-1 items-stretch gap-3">
        <div className="flex min-w-0 flex-1 flex-col">
          {view.name === 'graph' && (
            <section aria-label="Graph" className="panel relative min-h-96 flex-1 overflow-hidden">
              <div className="absolute inset-0">
                <RunGraphView graph={run.graph} steps={run.steps} selected={selected} onSelect={select} />
              </div>
            </section>
          )}
          {view.name === 'steps' && <StepsTable run={run} onSelect={select} selected={selected} />}
          {view.name === 'variables' && (
            <Panel title="Variables">
              <JsonBlock value={run.variables} />
            </Panel>
          )}
        </div>
        {step !== undefined && <StepPanel step={step} onClose={() => select(undefined)} />}
      </div>
    </>
  );
}
