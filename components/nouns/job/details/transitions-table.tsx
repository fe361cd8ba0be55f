'use client';

import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { sayMove } from './say-move.ts';

/** Every change of a job's state, the first one first. */
export function TransitionsTable({ transitions }: { transitions: JobDetails['transitions'] }) {
  return (
    <TableFrame label="Transitions">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">To</th>
          <th scope="col">Why</th>
          <th scope="col">By</th>
          <th scope="col" className="number">
            Attempt
          </th>
        </tr>
      </thead>
      <tbody>
        {transitions.map((transition) => (
          <tr key={`${transition.at} ${transition.from} ${transition.to}`}>
            <td>
              <Moment at={transition.at} style="absolute" />
            </td>
            <td>
              <StateMark look={jobLooks[transition.to]} />
            </td>
            <td className="w-1/2 min-w-32 py-1 text-quiet">
              <Why transition={transition} />
            </td>
            <td className="whitespace-nowrap" data-whole={transition.by.id}>
              {sayActor(transition.by)}
            </td>
            <td className="number">{transition.attempt ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function Why({ transition }: { transition: JobDetails['transitions'][number] }) {
  const { sentence, code } = sayMove(transition);
  return (
    <>
      {sentence} {code !== undefined && <span className="identifier">{code}</span>}
    </>
  );
}
