'use client';

import { useUrlChoice } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { WorkflowAnalysisDocument, type WorkflowAnalysisQuery } from '#components/generated/analysis.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { saySpan } from '#components/time/say-time.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { columnsOf } from './analysis-columns.tsx';
import { AnalysisSums } from './analysis-sums.tsx';
import { VariableImpact } from './variable-impact.tsx';

/** What decides how long a workflow takes. */
export type WorkflowAnalysis = NonNullable<WorkflowAnalysisQuery['workflow']>['latestVersion']['analysis'];

const percentiles = [
  { value: 'P50', word: 'Usual (p50)' },
  { value: 'P95', word: 'Slow (p95)' },
] as const;

/** What decides how long the runs of a workflow take, judged by the history of its steps. */
export function AnalysisTab({ workflow }: { workflow: WorkflowDetails }) {
  const [percentile, setPercentile] = useUrlChoice('percentile', ['P50', 'P95']);
  const { data, fault, reload } = useReading({
    query: WorkflowAnalysisDocument,
    variables: { id: workflow.id, percentile },
    keepsShown: true,
  });
  const analysis = data?.workflow?.latestVersion.analysis;
  return (
    <>
      <section aria-label="Analysis" className="panel flex min-h-72 flex-initial flex-col overflow-hidden">
        <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
          <h2 className="font-semibold">Version {workflow.version}</h2>
          <span className="text-quiet">
            when every step takes as long as in its latest runs, and nothing has to wait
          </span>
          <span className="ml-auto">
            <Segmented
              label="Which of its durations a step counts with"
              value={percentile}
              options={percentiles}
              onChange={setPercentile}
            />
          </span>
        </header>
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {analysis === undefined && fault === undefined && <Skeleton rows={8} />}
        {analysis !== undefined && <Told analysis={analysis} />}
      </section>
      <VariableImpact workflow={workflow} />
    </>
  );
}

function Told({ analysis }: { analysis: WorkflowAnalysis }) {
  const { steps, unknownSteps, totalMs } = analysis;
  if (unknownSteps === steps.length)
    return (
      <EmptyState title="No step has succeeded in the latest runs.">
        The analysis is told from how long steps take: start a run first.
      </EmptyState>
    );
  return (
    <>
      <AnalysisSums analysis={analysis} />
      {unknownSteps > 0 && (
        <p className="shrink-0 border-b border-line px-3 py-1.5 text-quiet">
          {sayCount(unknownSteps, 'step')} of {steps.length} never succeeded in the latest runs and{' '}
          {unknownSteps === 1 ? 'counts' : 'count'} as no time: {saySpan(totalMs)} is the least it takes.
        </p>
      )}
      <DataTable
        label="Steps"
        isMain
        isFilled
        columns={columnsOf(steps)}
        rows={steps}
        keyOf={({ stepKey }) => stepKey}
      />
    </>
  );
}
