'use client';

import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { RunChangesDocument, type RunChangesQuery } from '#components/generated/run-change.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { Moment } from '#components/time/moment.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { sayCount } from '#domain/value/say-count.ts';

type Change = NonNullable<RunChangesQuery['run']>['changes'][number];

/** How often people changed the run, and behind it what they changed. */
export function RunChanged({ run }: { run: RunDetails }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <span className="text-quiet">Changed</span>
      <button type="button" className="link" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        {sayCount(run.changeCount, 'time')}
      </button>
      {isOpen && <ChangesWindow run={run} onClose={() => setIsOpen(false)} />}
    </span>
  );
}

function ChangesWindow({ run, onClose }: { run: RunDetails; onClose: () => void }) {
  const answer = useReading({ query: RunChangesDocument, variables: { id: run.id } });
  return (
    <Dialog
      title="What was changed in this run"
      description="The workflow itself stays as it is."
      width="medium"
      onClose={onClose}
    >
      <Reading answer={answer} rows={5}>
        {({ run: read }) => (
          <ol className="flex flex-col gap-3">
            {(read?.changes ?? []).toReversed().map((change) => (
              <li key={change.number} className="panel">
                <OneChange change={change} />
              </li>
            ))}
          </ol>
        )}
      </Reading>
    </Dialog>
  );
}

function OneChange({ change }: { change: Change }) {
  const { at, by, reason, addedSteps, skippedSteps, variables } = change;
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-3 py-2">
        <span className="font-medium">{sayActor(by)}</span>
        <span className="text-small text-quiet">
          <Moment at={at} style="both" />
        </span>
        <span className="w-full break-words">{reason}</span>
      </p>
      <ul className="flex flex-col gap-1 px-3 py-2">
        {addedSteps.map(({ stepKey, before }) => (
          <li key={`add ${stepKey}`}>
            Added <Name text={stepKey} />
            {before.length > 0 && (
              <>
                {' before '}
                <Name text={before.join(', ')} />
              </>
            )}
          </li>
        ))}
        {skippedSteps.map((stepKey) => (
          <li key={`skip ${stepKey}`}>
            Skipped <Name text={stepKey} />
          </li>
        ))}
        {variables.map(({ name, from, to }) => (
          <li key={`set ${name}`} className="min-w-0 break-words">
            Set <Name text={name} /> to <Value value={to} />
            {from !== null && (
              <span className="text-quiet">
                {', was '}
                <Value value={from} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Name({ text }: { text: string }) {
  return <span className="identifier">{text}</span>;
}

// What is longer is read among the variables of the run.
const valueShownMax = 120;

function Value({ value }: { value: unknown }) {
  const text = JSON.stringify(value) ?? '';
  return (
    <code className="font-mono text-[0.9em]">
      {text.length > valueShownMax ? `${text.slice(0, valueShownMax)}…` : text}
    </code>
  );
}
