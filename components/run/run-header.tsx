'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { sayActor } from '#components/page/say-actor.ts';
import { shortId } from '#components/page/short-id.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { Duration, Moment } from '#components/time/moment.tsx';
import { countStates } from './graph-model.ts';
import type { RunDetails } from './use-run.ts';

/** How far the run has come, how long it takes, and why it ended as it did. */
export function RunHeader({ run }: { run: RunDetails }) {
  return (
    <div className="panel flex flex-wrap items-center gap-x-6 gap-y-2 px-3 py-2">
      <Fact name="Elapsed">
        <span className="font-semibold">
          <Duration from={run.startedAt} to={run.finishedAt} />
        </span>
      </Fact>
      <StepCounts run={run} />
      <Fact name="Started">
        <Moment at={run.startedAt} />
      </Fact>
      <Fact name="Version">{run.version.number}</Fact>
      <Fact name="By">
        <span title={run.startedBy}>{sayActor(run.startedBy)}</span>
      </Fact>
      {run.replayOf !== null && (
        <Fact name="Repeats">
          <Link className="link identifier" href={`/runs/${run.replayOf.id}`}>
            {shortId(run.replayOf.id)}
          </Link>
        </Fact>
      )}
      <Fact name="Run">
        <span className="identifier" title={run.id}>
          {shortId(run.id)}
        </span>
      </Fact>
      {run.reason !== null && (
        <p className="basis-full">
          <span className="text-quiet">Why: </span>
          {run.reason.message}
        </p>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="whitespace-nowrap">
      <span className="text-quiet">{name} </span>
      {children}
    </span>
  );
}

/** The bar and the numbers say the same. */
function StepCounts({ run }: { run: RunDetails }) {
  const counts = countStates(run.steps);
  return (
    <section aria-label="Steps by state" className="flex min-w-64 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
      <span aria-hidden className="flex h-2 min-w-32 max-w-96 flex-1 overflow-hidden rounded bg-raised">
        {counts.map(({ state, count }) => (
          <span
            key={state}
            className={jobLooks[state].family === 'waiting' ? 'opacity-25' : ''}
            style={{ width: `${(100 * count) / run.steps.length}%`, background: colourOf(jobLooks[state].family) }}
          />
        ))}
      </span>
      {counts.map(({ state, count }) => (
        <span
          key={state}
          className="inline-flex items-center gap-1 whitespace-nowrap"
          style={{ color: colourOf(jobLooks[state].family) }}
        >
          <Glyph name={jobLooks[state].glyph} />
          <span className="font-semibold">{count}</span> {jobLooks[state].word.toLowerCase()}
        </span>
      ))}
    </section>
  );
}
