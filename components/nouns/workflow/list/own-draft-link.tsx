'use client';

import { Link } from '#components/address/link.tsx';
import { editWorkflowPath } from '#components/kit/words/paths.ts';
import { Moment } from '#components/time/moment.tsx';

type Parts = { workflow: { id: string; name: string; draft: { savedAt: string } | null } };

/** The way back to what one has written of a workflow and not published; nothing when there is nothing. */
export function OwnDraftLink({ workflow }: Parts) {
  if (workflow.draft === null) return null;
  return (
    <Link href={editWorkflowPath(workflow)} className="link text-small font-normal text-quiet">
      your draft, <Moment at={workflow.draft.savedAt} style="relative" />
    </Link>
  );
}
