'use client';

import { X } from 'lucide-react';
import { useReading } from '#components/api/use-reading.ts';
import { LoopItemDocument } from '#components/generated/loop-items.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { jobPath } from '#components/kit/words/paths.ts';
import { sayError } from '#components/kit/words/say-error.ts';
import { JsonView } from '#components/nouns/job/details/json-view.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** What one item was given and left; read when somebody asks for it. */
export function ItemDetails({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, fault, reload } = useReading({ query: LoopItemDocument, variables: { id } });
  const job = data?.job;
  if (fault !== undefined && job === undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (job === undefined) return <Skeleton rows={4} />;
  return (
    <div className="flex flex-col border-t border-line bg-raised">
      <div className="flex items-center gap-2 px-3 py-2">
        <ButtonLink isSmall href={jobPath(id)}>
          Open job
        </ButtonLink>
        <span className="flex-1" />
        <IconButton isSmall label="Close the item" Icon={X} onClick={onClose} />
      </div>
      {job === null ? (
        <p className="px-3 pb-2.5 text-quiet">It is gone: older than what is kept.</p>
      ) : (
        <>
          {job.error !== null && <p className="px-3 pb-2 break-words text-failed">{sayError(job.error)}</p>}
          {job.error === null && job.reason !== null && (
            <p className="px-3 pb-2 text-quiet">
              <Sentence text={job.reason.message} />
            </p>
          )}
          <JsonView title="Params" value={job.params} />
          {job.result !== null && <JsonView title="Result" value={job.result} />}
        </>
      )}
    </div>
  );
}
