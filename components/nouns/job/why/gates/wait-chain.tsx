'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { type GateLineFragment, JobWhyDocument, type JobWhyQuery } from '#components/generated/why.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf } from '#components/state/state-look.ts';
import { Moment } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { gateLooks, holderPath, othersPath, partGates, sayHolder } from './gate-order.ts';
import { WayOutButton } from './way-out-button.tsx';

export type WaitingJob = NonNullable<JobWhyQuery['job']>;
type Why = NonNullable<WaitingJob['why']>;

// What stands before a job moves without an event of its own.
const againMs = 5_000;

/** Every gate between a job and its start: what is shut first, with who holds it and the way past it. */
export function WaitChain({ jobId }: { jobId: string }) {
  const { data, reload } = useReading({ query: JobWhyDocument, variables: { id: jobId } });
  useRegularRefresh(reload, againMs);
  const [isWhole, setIsWhole] = useState(false);
  const job = data?.job;
  const why = job?.why;
  if (!job || !why) return null;
  const { shut, open } = partGates(why.gates);
  return (
    <section aria-label="Gates" className="flex flex-col gap-1 pt-1">
      {why.estimate !== null && why.estimate.from !== why.estimate.to && <Estimate estimate={why.estimate} />}
      <ul className="flex flex-col">
        {shut.map((gate) => (
          <GateLine key={`${gate.code} ${gate.name}`} gate={gate} job={job} onDone={reload} />
        ))}
        {isWhole &&
          open.map((gate) => <GateLine key={`${gate.code} ${gate.name}`} gate={gate} job={job} onDone={reload} />)}
      </ul>
      {open.length > 0 && (
        <p>
          <Button isSmall kind="quiet" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Hide what is open' : `${sayCount(open.length, 'gate')} open: show them`}
          </Button>
        </p>
      )}
    </section>
  );
}

function Estimate({ estimate: { from, to, basis } }: { estimate: NonNullable<Why['estimate']> }) {
  return (
    <p>
      Probably starts{' '}
      <strong className="font-semibold">
        <Moment at={from} style="relative" /> to <Moment at={to} style="relative" />
      </strong>
      <span className="text-quiet">: {basis}.</span>
    </p>
  );
}

type LineProps = { gate: GateLineFragment; job: WaitingJob; onDone: () => void };

function GateLine({ gate: { code, name, state, sentence, since, holder, wayOut }, job, onDone }: LineProps) {
  const look = gateLooks[state];
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-1" data-whole={code}>
      <span className="flex w-44 shrink-0 items-center gap-2">
        <span style={{ color: colourOf(look.family) }}>
          <Glyph name={look.glyph} />
        </span>
        <span className="sr-only">{look.word}: </span>
        <span className={state === 'FAIL' ? 'font-medium' : 'text-quiet'}>{name}</span>
      </span>
      <span className={`min-w-56 flex-1 first-letter:uppercase ${state === 'FAIL' ? '' : 'text-quiet'}`}>
        <span className="inline-block first-letter:uppercase">
          <Sentence text={sentence} />
        </span>
        {since !== null && (
          <span className="text-quiet">
            {', since '}
            <Moment at={since} style="relative" />
          </span>
        )}
        {holder !== null && <HeldBy holder={holder} others={othersPath(code, job.queue)} />}
      </span>
      {wayOut !== null && <WayOutButton code={code} wayOut={wayOut} job={job} onDone={onDone} />}
    </li>
  );
}

function HeldBy({ holder, others }: { holder: NonNullable<GateLineFragment['holder']>; others: string | undefined }) {
  const words = `${holder.others.toLocaleString('en')} ${holder.others === 1 ? 'other' : 'others'}`;
  return (
    <>
      <span className="text-quiet"> · held by </span>
      <Link className="link" href={holderPath(holder)}>
        {sayHolder(holder)}
      </Link>
      {holder.others > 0 && (
        <span className="text-quiet">
          {' and '}
          {others === undefined ? (
            words
          ) : (
            <Link className="link" href={others}>
              {words}
            </Link>
          )}
        </span>
      )}
    </>
  );
}
