'use client';

import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { NewDraftsDocument } from '#components/generated/drafts.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { newWorkflowPath } from '#components/kit/words/paths.ts';
import { templateList } from '#components/nouns/workflow/definition/templates/template-list.ts';
import { Moment } from '#components/time/moment.tsx';

/** The way back to new workflows that one has begun to write; nothing when there are none. */
export function NewDrafts() {
  const mayEdit = useMay('workflow.edit');
  const { data } = useReading({ query: NewDraftsDocument, variables: {}, pause: !mayEdit });
  const begun = (data?.workflowDrafts ?? []).flatMap(({ id, key, savedAt }) => {
    const template = templateList.find((one) => one.key === key);
    return template === undefined ? [] : [{ id, template, savedAt }];
  });
  if (begun.length === 0) return null;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3">
      <span className="text-quiet">Begun and not published:</span>
      {begun.map(({ id, template, savedAt }) => (
        <Link key={id} href={newWorkflowPath(template.key)} className="link">
          {template.title}, <Moment at={savedAt} style="relative" />
        </Link>
      ))}
    </span>
  );
}
