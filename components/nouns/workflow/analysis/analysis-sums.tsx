import type { ReactNode } from 'react';
import { saySpan } from '#components/time/say-time.ts';
import type { WorkflowAnalysis } from './analysis-tab.tsx';

// What fits in a line or two; the table marks them all.
const namedMax = 8;

/** What holds for the whole: the least it takes, the chain that decides it, and how much runs side by side. */
export function AnalysisSums({ analysis }: { analysis: WorkflowAnalysis }) {
  const { totalMs, workMs, criticalPath, bottleneck, levelCount, parallelismMax, parallelismAverage } = analysis;
  return (
    <dl className="grid shrink-0 grid-cols-2 gap-x-6 gap-y-2 border-b border-line px-3 py-2.5 md:grid-cols-5">
      <Sum name="Takes at least" value={saySpan(totalMs)} note="the critical path" />
      <Sum name="Work" value={saySpan(workMs)} note="all steps together" />
      <Sum
        name="Side by side"
        value={`${parallelismMax} at most`}
        note={`${parallelismAverage.toFixed(1)} on average`}
      />
      <Sum name="Levels" value={levelCount} note="steps one after the other" />
      <Sum name="Bottleneck" value={bottleneck ?? 'none'} note="slowest on the critical path" />
      <div className="col-span-full min-w-0">
        <dt className="text-small text-quiet">Critical path</dt>
        <dd className="flex flex-wrap gap-x-1.5">
          {criticalPath.slice(0, namedMax).map((stepKey, place) => (
            <span key={stepKey} className="break-all">
              {place > 0 && <span className="text-quiet">→ </span>}
              <span className="font-medium">{stepKey}</span>
            </span>
          ))}
          {criticalPath.length > namedMax && (
            <span className="text-quiet">and {criticalPath.length - namedMax} more</span>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Sum({ name, value, note }: { name: string; value: ReactNode; note: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-small text-quiet">{name}</dt>
      <dd className="figures truncate text-lead font-semibold">{value}</dd>
      <dd className="text-small text-quiet">{note}</dd>
    </div>
  );
}
