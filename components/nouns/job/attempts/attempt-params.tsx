'use client';

import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { AttemptParamsDocument } from '#components/generated/jobs.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { JsonView } from '#components/nouns/job/details/json-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** What each attempt was given, read when somebody asks: a person may have given the job other params in between. */
export function AttemptParams({ id }: { id: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="border-t border-line px-3 py-1.5 text-quiet">What each attempt was given</summary>
      {isOpen && <List id={id} />}
    </details>
  );
}

function List({ id }: { id: string }) {
  const { data, fault, reload } = useReading({ query: AttemptParamsDocument, variables: { id } });
  if (fault !== undefined && data === undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (data === undefined) return <Skeleton rows={3} />;
  const attempts = data.job?.attempts ?? [];
  return attempts.map(({ number, startedAt, params }, place) => (
    <JsonView key={startedAt} title={`Attempt ${number}${sayRound(attempts, place)}`} value={params} />
  ));
}

// A retry begins to count anew: the same number comes again.
function sayRound(attempts: readonly { number: number }[], place: number): string {
  const before = attempts.slice(0, place).filter(({ number }) => number === attempts[place]?.number).length;
  return before === 0 ? '' : `, round ${before + 1}`;
}
