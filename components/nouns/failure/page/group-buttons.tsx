'use client';

import { useState } from 'react';
import type { AskedAct } from '#components/kit/bulk/bulk-act.ts';
import { BulkDialog } from '#components/kit/bulk/bulk-dialog.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { groupActs, standingWorkOf } from './group-acts.ts';

/** Runs all of a failure again, or gives up on it: each asks first what would happen. */
export function GroupButtons({ failure }: { failure: { id: string; count: number; runCount: number } }) {
  const mayOperate = useMay('job.operate');
  const [asked, setAsked] = useState<AskedAct>();
  const say = useToast();
  const { rerun, discard } = groupActs(failure);
  const acts = mayOperate ? [rerun, discard] : [];
  usePageActions(acts.map((act) => ({ word: act.title, Icon: act.Icon, act: () => setAsked(act) })));
  return (
    <>
      {acts.map((act) => (
        <Button key={act.key} Icon={act.Icon} onClick={() => setAsked(act)}>
          {act.word} …
        </Button>
      ))}
      {asked !== undefined && (
        <BulkDialog
          noun={standingWorkOf(failure)}
          act={asked}
          chosen={{ kind: 'some', ids: [failure.id] }}
          onDone={({ count }) => {
            say({ words: asked.done(count), kind: 'done' });
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
