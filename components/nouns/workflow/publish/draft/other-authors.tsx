'use client';

import { sayActor } from '#components/kit/words/say-actor.ts';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { Moment } from '#components/time/moment.tsx';

/** Who else has a draft of the workflow; nothing when nobody has. */
export function OtherAuthors({ authors }: { authors: WorkflowDetails['draftAuthors'] }) {
  const [first, ...others] = authors;
  if (first === undefined) return null;
  return (
    <span className="text-small text-quiet" data-whole={others.map(({ author }) => sayActor(author)).join(', ')}>
      {sayActor(first.author)} also has a draft of this, <Moment at={first.savedAt} style="relative" />
      {others.length > 0 && `, and so ${others.length === 1 ? 'has one' : `have ${others.length}`} more`}
    </span>
  );
}
