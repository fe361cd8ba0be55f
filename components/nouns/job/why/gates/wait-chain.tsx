'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { type GateLineFragment, JobWhyDocument, type JobWhyQuery } from '#components/generated/why.ts';
import { lockPath } from '#components/kit/words/paths.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf } from '#components/state/state-look.ts';
import { useNow } from '#components/time/clock.ts';
import { Duration } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { capital, gateLooks, holderPath, othersPath, partGates, sayHolder, sayStart } from './gate-order.ts';
import { WayOutButton } from './way-out-button.tsx';

export type WaitingJob = NonNullable<JobWhyQuery['job']>;
type Why = NonNullable<WaitingJob['why']>;

// What stands before a job moves without an event of its own.
const againMs = 5_000;

/** Every gate between a job and its start: what is shut first, with who holds it and the way past it. */
export function WaitChain({ jobId, isWide }: { jobId: string; isWide: boolean }) {
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
        {(isWhole ? [...shut, ...open] : shut).map((gate) => (
          <GateLine key={`${gate.code} ${gate.name}`} gate={gate} job={job} isWide={isWide} onDone={reload} />
        ))}
      </ul>
      {open.length > 0 && (
        <p className="-ml-2">
          <Button isSmall kind="quiet" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Hide what is open' : `${sayCount(open.length, 'gate')} open: show them`}
          </Button>
        </p>
      )}
    </section>
  );
}

function Estimate({ estimate: { from, to, basis } }: { estimate: NonNullable<Why['estimate']> }) {
  const words = sayStart({ fromMs: Date.parse(from), toMs: Date.parse(to) }, useNow());
  return (
    <p>
      Probably starts <strong className="font-semibold">{words}</strong>
      <span className="text-quiet">: {basis}.</span>
    </p>
  );
}

type LineProps = { gate: GateLineFragment; job: WaitingJob; isWide: boolean; onDone: () => void };

// Beside a list there is room for two things in a line, on a page for three.
const wide = 'grid-cols-[11rem_minmax(0,1fr)_auto] items-center';
const narrow = 'grid-cols-[minmax(0,1fr)_auto] items-center';

function GateLine({
  gate: { code, name, state, sentence, since, holder, lock, wayOut },
  job,
  isWide,
  onDone,
}: LineProps) {
  const look = gateLooks[state];
  return (
    <li
      className={`grid min-h-8 gap-x-3 gap-y-0.5 border-t border-line py-1 ${isWide ? wide : narrow}`}
      data-whole={code}
    >
      <span className="flex items-center gap-2">
        <span style={{ color: colourOf(look.family) }}>
          <Glyph name={look.glyph} />
        </span>
        <span className="sr-only">{look.word}: </span>
        <span className={state === 'FAIL' ? 'font-medium' : 'text-quiet'}>
          {lock === null ? (
            name
          ) : (
            <Link className="link" href={lockPath(lock.id)}>
              {name}
            </Link>
          )}
        </span>
      </span>
      <span className={`${isWide ? '' : 'order-last col-span-2 pl-5'} ${state === 'FAIL' ? '' : 'text-quiet'}`}>
        <Sentence text={capital(sentence)} />
        {since !== null && (
          <span className="text-quiet">
            {' · for '}
            <Duration from={since} to={null} />
          </span>
        )}
        {holder !== null && (
          <HeldBy holder={holder} others={lock === null ? othersPath(code, job.queue) : lockPath(lock.id)} />
        )}
      </span>
      <span className="flex justify-end">
        {wayOut !== null && <WayOutButton code={code} wayOut={wayOut} lockId={lock?.id} job={job} onDone={onDone} />}
      </span>
    </li>
  );
}

function HeldBy({ holder, others }: { holder: NonNullable<GateLineFragment['holder']>; others: string | undefined }) {
  const words = `${holder.others.toLocaleString('en')} ${holder.others === 1 ? 'other' : 'others'}`;
  return (
    <>
      <span className="text-quiet"> · {holder.kind === 'JOB' ? 'held by ' : 'see '}</span>
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
