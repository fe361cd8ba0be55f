'use client';

import { Link } from '#components/address/link.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { useJobsNow } from './use-overview.ts';

const states = ['running', 'pending', 'scheduled'] as const;
const stateOf = { running: 'RUNNING', pending: 'PENDING', scheduled: 'SCHEDULED' } as const;

/** How many jobs run and wait at this moment, each number a link to them. */
export function JobsNow() {
  const { data } = useJobsNow();
  return (
    <span className="flex items-center gap-4">
      {states.map((key) => {
        const { family, glyph, word } = jobLooks[stateOf[key]];
        const count = data?.[key];
        return (
          <Link
            key={key}
            href={jobsLink({ states: [key] })}
            className="flex min-h-6 items-center gap-1 hover:underline"
          >
            <span style={{ color: colourOf(family) }}>
              <Glyph name={glyph} />
            </span>
            <span className="font-semibold">{count?.totalCount.toLocaleString('en') ?? '–'}</span>
            {count?.totalCountExact === false && '+'} <span className="text-quiet">{word.toLowerCase()}</span>
          </Link>
        );
      })}
    </span>
  );
}
