'use client';

import dynamic from 'next/dynamic';
import { useReading } from '#components/api/use-reading.ts';
import { RunToRepeatDocument } from '#components/generated/run.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RerunWay } from './rerun-ways.ts';

type Parts = { run: RunDetails; begin: { way: RerunWay; step: string }; onClose: () => void };

// Most who look at a run do not run it again.
const RerunWindow = dynamic(() => import('./rerun-window.tsx').then((module) => module.RerunWindow), { ssr: false });

/** Asks how to run again and says what it will do, starts the new run and goes there. */
export function RerunDialog({ run, begin, onClose }: Parts) {
  const { data, fault, reload } = useReading({ query: RunToRepeatDocument, variables: { id: run.id } });
  const read = data?.run ?? undefined;
  if (read !== undefined) return <RerunWindow run={run} read={read} begin={begin} onClose={onClose} />;
  return (
    <Dialog title={`Run ${run.workflow.name} again`} width="medium" onClose={onClose}>
      {fault === undefined ? <Skeleton rows={8} /> : <FaultNotice fault={fault} onRetry={reload} />}
    </Dialog>
  );
}
