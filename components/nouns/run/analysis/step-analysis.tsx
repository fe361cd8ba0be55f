'use client';

import { Spline } from 'lucide-react';
import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { StepImpactDocument } from '#components/generated/analysis-of-step.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useRunPlace } from '#components/nouns/run/page/use-run-place.ts';
import { useNow } from '#components/time/clock.ts';
import { saySpan } from '#components/time/say-time.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { analysisOfRun } from './analysis-of-run.ts';

type Parts = { run: RunDetails; stepKey: string };

/** What a step added to how long its run took. */
export function StepTime({ run, stepKey }: Parts) {
  const nowMs = useNow();
  const told = analysisOfRun(run, nowMs).steps.find((step) => step.stepKey === stepKey);
  if (told?.durationMs === null || told?.durationMs === undefined) return null;
  const { durationMs, waitMs, slackMs, isCritical } = told;
  return (
    <section aria-label="Its part of the time" className="flex flex-col gap-1 border-t border-line px-3 py-2.5">
      <h3 className="flex items-center gap-2 font-medium">
        Its part of the time
        {isCritical && (
          <Badge>
            <Spline aria-hidden size={12} />
            on the critical path
          </Badge>
        )}
      </h3>
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        <Fact name="Took" value={saySpan(durationMs)} />
        <Fact name="of it waiting" value={saySpan(waitMs ?? 0)} />
        <Fact name="Slack" value={slackMs === 0 || slackMs === null ? 'none' : saySpan(slackMs)} />
      </dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-quiet">{name}</dt>
      <dd className="figures">{value}</dd>
    </div>
  );
}

/** What a change of the step would reach, for whoever asks. */
export function StepImpact({ run, stepKey }: Parts) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-label="What depends on it" className="border-t border-line">
      <header className="flex min-h-9 items-center justify-between pr-1.5 pl-3">
        <h3 className="font-medium">What depends on it</h3>
        <Button isSmall kind="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Show'}
        </Button>
      </header>
      {isOpen && <Dependants run={run} stepKey={stepKey} />}
    </section>
  );
}

// Longer lists are for the graph to show.
const dependantsMax = 30;

const causes = { WAITS: 'waits for', READS_STEP: 'reads', READS_VARIABLE: 'reads the variable' } as const;

function Dependants({ run, stepKey }: Parts) {
  const { hrefOfStep } = useRunPlace();
  const { data, fault, reload } = useReading({
    query: StepImpactDocument,
    variables: { run: run.id, step: stepKey },
  });
  if (fault !== undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  const impact = data?.run?.version.impact;
  if (impact === undefined) return <Skeleton rows={3} />;
  if (impact.length === 0) return <p className="px-3 pb-2.5 text-quiet">Nothing waits for it or reads what it left.</p>;
  return (
    <ul className="flex flex-col gap-1 px-3 pb-2.5">
      {impact.slice(0, dependantsMax).map((one) => (
        <li key={one.stepKey} className="flex flex-wrap items-baseline gap-x-2">
          <Link href={hrefOfStep(one.stepKey)} prefetch={false} scroll={false} className="link break-all">
            {one.stepKey}
          </Link>
          <span className="text-small text-quiet">
            {causes[one.cause]} {one.of}
          </span>
        </li>
      ))}
      {impact.length > dependantsMax && (
        <li className="text-quiet">and {sayCount(impact.length - dependantsMax, 'more step')}</li>
      )}
    </ul>
  );
}
