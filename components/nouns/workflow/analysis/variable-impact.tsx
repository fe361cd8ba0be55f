'use client';

import { useMemo, useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { VariableImpactDocument } from '#components/generated/analysis.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { editWorkflowPath } from '#components/kit/words/paths.ts';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { Select } from '#components/ui/form/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { variableUses } from '#domain/graph/variable-uses.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';

/** What a change of a variable reaches: who reads it, and whatever comes after those. */
export function VariableImpact({ workflow }: { workflow: WorkflowDetails }) {
  const { source } = workflow.latestVersion;
  const variables = useMemo(() => {
    const parsed = parseDefinition({ yaml: source });
    return parsed.ok ? variableUses(parsed.definition) : [];
  }, [source]);
  const [chosen, choose] = useState<string>();
  if (variables.length === 0) return null;
  const name = chosen ?? variables[0]?.name ?? '';
  return (
    <section aria-label="What depends on a variable" className="panel flex shrink-0 flex-col">
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
        <h2 className="font-semibold">What depends on the variable</h2>
        <Select
          label="Variable"
          isLabelHidden
          isSmall
          className="w-56"
          value={name}
          options={variables.map((one) => ({ value: one.name, word: one.name }))}
          onChange={choose}
        />
      </header>
      <Reached workflow={workflow} variable={name} />
    </section>
  );
}

// Longer lists are for the graph to show.
const reachedMax = 50;

const causes = { WAITS: 'waits for', READS_STEP: 'reads', READS_VARIABLE: 'reads' } as const;

function Reached({ workflow, variable }: { workflow: WorkflowDetails; variable: string }) {
  const { data, fault, reload } = useReading({
    query: VariableImpactDocument,
    variables: { id: workflow.id, variable },
  });
  if (fault !== undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  const impact = data?.workflow?.latestVersion.impact;
  if (impact === undefined) return <Skeleton rows={2} />;
  if (impact.length === 0) return <p className="px-3 py-2 text-quiet">No step reads it.</p>;
  return (
    <ul className="flex max-h-48 flex-wrap gap-x-6 gap-y-1 overflow-y-auto px-3 py-2">
      {impact.slice(0, reachedMax).map(({ stepKey, cause, of, distance }) => (
        <li key={stepKey} className="flex items-baseline gap-x-2">
          <Link
            href={`${editWorkflowPath(workflow)}?step=${encodeURIComponent(stepKey)}`}
            prefetch={false}
            className="link break-all"
          >
            {stepKey}
          </Link>
          <span className="text-small text-quiet">
            {causes[cause]} {of}
            {distance > 1 && `, ${sayCount(distance, 'step')} away`}
          </span>
        </li>
      ))}
      {impact.length > reachedMax && (
        <li className="text-quiet">and {sayCount(impact.length - reachedMax, 'more step')}</li>
      )}
    </ul>
  );
}
