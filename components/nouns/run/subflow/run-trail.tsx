'use client';

import { ChevronRight, CornerLeftUp } from 'lucide-react';
import { Fragment } from 'react';
import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { RunAncestorsDocument } from '#components/generated/subflow.ts';
import { runStepPath } from '#components/kit/words/paths.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, runLooks } from '#components/state/state-look.ts';

type Parts = { runId: string; workflow: string };

/** The runs above this one, the outermost first, each with the step that leads down. */
export function RunTrail({ runId, workflow }: Parts) {
  const { data } = useReading({ query: RunAncestorsDocument, variables: { id: runId } });
  const ancestors = data?.run?.ancestors ?? [];
  return (
    <nav
      aria-label="Runs above this one"
      className="flex min-h-10 flex-wrap items-center gap-x-1.5 gap-y-1 border-b border-line px-3 py-1.5"
    >
      <CornerLeftUp aria-hidden size={14} className="shrink-0 text-quiet" />
      {ancestors.map(({ run, stepKey, item }) => (
        <Fragment key={run.id}>
          <Link
            className="link inline-flex min-h-6 items-center gap-1"
            href={runStepPath(run.id, stepKey)}
            data-whole={`${run.workflow.name}, ${runLooks[run.state].word.toLowerCase()}`}
          >
            <span style={{ color: colourOf(runLooks[run.state].family) }}>
              <Glyph name={runLooks[run.state].glyph} size={13} />
            </span>
            {run.workflow.name}
          </Link>
          <span className="text-quiet">
            step <span className="identifier">{stepKey}</span>
            {item !== null && `, item ${item}`}
          </span>
          <ChevronRight aria-hidden size={14} className="shrink-0 text-quiet" />
        </Fragment>
      ))}
      <span aria-current="page" className="font-medium">
        {workflow}
      </span>
    </nav>
  );
}
