'use client';

import { useReading } from '#components/api/use-reading.ts';
import { WorkflowVersionsDocument } from '#components/generated/workflows.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { Moment } from '#components/time/moment.tsx';

// Whoever is further behind than this looks at the versions themselves.
const shownMax = 5;

type Parts = { workflow: { id: string }; edited: number; latest: number };

/** Who published since, when, and what they say of it. */
export function NewerVersions({ workflow, edited, latest }: Parts) {
  const first = Math.min(latest - edited, shownMax);
  const { data } = useReading({ query: WorkflowVersionsDocument, variables: { id: workflow.id, first } });
  const versions = (data?.workflow?.versions.edges ?? []).map(({ node }) => node);
  const left = latest - edited - versions.length;
  return (
    <ul aria-label="Published since" className="flex min-h-5 flex-col gap-0.5">
      {versions.map(({ id, number, creator, createdAt, note }) => (
        <li key={id}>
          <span className="font-medium">Version {number}</span> by {sayActor(creator)}, <Moment at={createdAt} />
          {note !== null && <span className="text-quiet">: {note}</span>}
        </li>
      ))}
      {versions.length > 0 && left > 0 && <li className="text-quiet">and {left} before</li>}
    </ul>
  );
}
