'use client';

import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { sayMove } from './say-move.ts';

type Parts = {
  job: Pick<JobDetails, 'stepKey' | 'transitions' | 'attempts' | 'maxAttempts'>;
  /** With what the log has of each: for whoever looks for it there, or in the API. */
  isRaw: boolean;
};

/** Every change of a job's state, the first one first, in sentences. */
export function TransitionsTable({ job, isRaw }: Parts) {
  return (
    <TableFrame label="Transitions">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">To</th>
          <th scope="col">What happened</th>
          <th scope="col">By</th>
          {isRaw && <th scope="col">Event</th>}
          {isRaw && <th scope="col">Reason</th>}
        </tr>
      </thead>
      <tbody>
        {job.transitions.map((transition, place) => {
          const { type, sentence } = sayMove(job, place) ?? {};
          return (
            <tr key={`${transition.at} ${transition.from} ${transition.to}`}>
              <td>
                <Moment at={transition.at} style="absolute" />
              </td>
              <td>
                <StateMark look={jobLooks[transition.to]} />
              </td>
              <td className="w-1/2 min-w-32 py-1 break-words">{sentence}</td>
              <td className="whitespace-nowrap text-quiet" data-whole={transition.by.id}>
                {sayActor(transition.by)}
              </td>
              {isRaw && <td className="identifier">{type}</td>}
              {isRaw && <td className="identifier break-words">{transition.reason ?? '–'}</td>}
            </tr>
          );
        })}
      </tbody>
    </TableFrame>
  );
}
