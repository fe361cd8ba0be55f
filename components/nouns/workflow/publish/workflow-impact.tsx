'use client';

import { useReading } from '#components/api/use-reading.ts';
import { WorkflowImpactDocument } from '#components/generated/editor.ts';
import { BrokenWorkflows } from '#components/kit/versions/broken-workflows.tsx';

/** The workflows that run this one and would not fit its text. */
export function WorkflowImpact({ text }: { text: string }) {
  const { data } = useReading({ query: WorkflowImpactDocument, variables: { input: { yaml: text } } });
  const { breaks = [], leftOut = 0 } = data?.workflowImpact ?? {};
  if (breaks.length === 0) return null;
  return (
    <div className="max-h-[30vh] shrink-0 overflow-y-auto">
      <BrokenWorkflows
        sentence={{ one: 'runs it and does not fit it any more.', several: 'run it and do not fit it any more.' }}
        breaks={breaks}
        leftOut={leftOut}
      />
    </div>
  );
}
