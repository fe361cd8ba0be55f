'use client';

import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { RunVariablesDocument } from '#components/generated/run.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { JsonView } from '#components/nouns/job/details/json-view.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { type RunVariable, runVariables } from './run-variables.ts';
import { useRunPlace } from './use-run-place.ts';

/** What a run was given and what its steps have written. Secrets are never among them. */
export function RunVariables({ runId }: { runId: string }) {
  const answer = useReading({ query: RunVariablesDocument, variables: { id: runId } });
  const run = answer.data?.run;
  useRefreshOnEvents({ topic: { kind: 'run', run: runId }, after: run?.eventCursor, read: answer.reload });
  return (
    <section aria-label="Variables" className="panel min-h-0 flex-1 overflow-y-auto">
      <Reading answer={answer} rows={8}>
        {({ run: read }) => (
          <Found variables={runVariables(read?.version.definition, read?.variables)} whole={read?.variables ?? {}} />
        )}
      </Reading>
    </section>
  );
}

function Found({ variables, whole }: { variables: readonly RunVariable[]; whole: unknown }) {
  if (variables.length === 0) {
    return (
      <EmptyState title="This run has no variables.">
        Variables are declared in the definition of the workflow; steps write them by their output.
      </EmptyState>
    );
  }
  return (
    <>
      <header className="flex min-h-10 items-center justify-between gap-3 border-b border-line px-3">
        <h2 className="font-normal text-quiet">
          {variables.length === 1 ? '1 variable, as it is now' : `${variables.length} variables, as they are now`}
        </h2>
        <CopyButton text={JSON.stringify(whole, null, 2)} words="Copy all as JSON" />
      </header>
      {variables.map((variable) => (
        <div key={variable.name} className="grid grid-cols-[minmax(0,1fr)_22rem] border-b border-line last:border-b-0">
          <div className="min-w-0">
            <JsonView title={variable.name} value={variable.value} />
          </div>
          <Origin variable={variable} />
        </div>
      ))}
    </>
  );
}

function Origin({ variable: { type, writers } }: { variable: RunVariable }) {
  const { hrefOfStep } = useRunPlace();
  return (
    <p className="px-3 py-2 text-quiet">
      {type === undefined ? 'not declared' : `${type}, declared`}
      {writers.length > 0 && ', written by '}
      {writers.map((stepKey, place) => (
        <span key={stepKey}>
          {place > 0 && ', '}
          <Link className="link" href={hrefOfStep(stepKey)} scroll={false} prefetch={false}>
            {stepKey}
          </Link>
        </span>
      ))}
      {writers.length === 0 && ', given to the run'}
    </p>
  );
}
