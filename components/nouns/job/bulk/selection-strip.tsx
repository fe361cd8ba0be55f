'use client';

import { Play, RotateCcw, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { type JobRowFragment, RetryJobsDocument } from '#components/generated/documents.ts';
import { ListStrip } from '#components/kit/query/list-strip.tsx';
import type { LiveList } from '#components/live/live-list.ts';
import { useMay } from '#components/shell/session/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { type BulkAct, bulkWords, type Chosen, sayJobs, undoable } from './bulk.ts';
import type { JobSelection } from './use-selection.ts';

// Most visits to the list end nothing: the dialog comes when it is asked for.
const BulkDialog = dynamic(() => import('./bulk-dialog.tsx').then((module) => module.BulkDialog), { ssr: false });

const keys = [
  ['j', 'next'],
  ['k', 'before'],
  ['o', 'look inside'],
  ['x', 'select'],
  ['/', 'ask'],
] as const;

type StripProps = { query: string; list: LiveList<JobRowFragment>; selection: JobSelection };

/** What is selected of the jobs, and what can be done with all of it. */
export function SelectionStrip({ query, list, selection }: StripProps) {
  const [asked, setAsked] = useState<{ act: BulkAct; chosen: Chosen; undo: string[] }>();
  const { chosen } = selection;
  const ask = (act: BulkAct) => chosen && setAsked({ act, chosen, undo: undoable(act, chosen, list.rows) });
  const say = useDoneToast();
  return (
    <>
      <ListStrip keys={keys}>
        {chosen !== undefined && <Acts query={query} list={list} selection={selection} onAsk={ask} />}
      </ListStrip>
      {asked !== undefined && (
        <BulkDialog
          act={asked.act}
          chosen={asked.chosen}
          onClose={() => setAsked(undefined)}
          onDone={(count) => {
            say(asked.act, { count, undo: asked.undo });
            setAsked(undefined);
            selection.clear();
          }}
        />
      )}
    </>
  );
}

function Acts({ query, list, selection, onAsk }: StripProps & { onAsk: (act: BulkAct) => void }) {
  const mayOperate = useMay('job.operate');
  const total = `${list.totalCount.toLocaleString('en')}${list.totalCountExact ? '' : '+'}`;
  const isMore = query !== '' && !selection.isAll && list.totalCount > selection.ids.size;
  return (
    <>
      <span className="font-medium" aria-live="polite">
        {selection.isAll ? `All ${total} jobs that match` : sayJobs(selection.ids.size)} selected
      </span>
      {isMore && (
        <Button isSmall kind="quiet" onClick={selection.selectAll}>
          Select all {total} that match
        </Button>
      )}
      <Button isSmall kind="quiet" onClick={selection.clear}>
        Clear selection
      </Button>
      <span className="ml-auto flex items-center gap-2">
        {!mayOperate && <span className="text-quiet">Your role may look at jobs, not change them.</span>}
        <Button isSmall Icon={RotateCcw} disabled={!mayOperate} onClick={() => onAsk('retry')}>
          Retry …
        </Button>
        <Button isSmall Icon={Play} disabled={!mayOperate} onClick={() => onAsk('runNow')}>
          Run now …
        </Button>
        <Button isSmall kind="danger" Icon={X} disabled={!mayOperate} onClick={() => onAsk('cancel')}>
          Cancel …
        </Button>
      </span>
    </>
  );
}

// Says what was done, with a way back where there is one.
function useDoneToast() {
  const say = useToast();
  const retry = useCommand(RetryJobsDocument, (data) => data.retryJobs);
  const undo = async (ids: string[]) => {
    const data = await retry.act({ input: { filter: { ids }, reason: 'the cancelling was undone' } });
    if (data !== undefined) say({ words: `${sayJobs(data.retryJobs.count)} wait again`, kind: 'done' });
  };
  return (act: BulkAct, { count, undo: ids }: { count: number; undo: string[] }) => {
    const action = ids.length === 0 ? {} : { action: { word: 'Undo', act: () => void undo(ids) } };
    say({ words: bulkWords(act, count).done, kind: 'done', ...action });
  };
}
