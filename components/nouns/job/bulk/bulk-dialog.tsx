'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import {
  type BulkJobsFragment,
  CancelJobsDocument,
  RetryJobsDocument,
  RunJobsNowDocument,
} from '#components/generated/documents.ts';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { unreachable } from '#domain/unreachable.ts';
import { type BulkAct, bulkWords, type Chosen, filterOf } from './bulk.ts';
import { BulkPlan } from './bulk-plan.tsx';

type BulkDialogProps = {
  act: BulkAct;
  chosen: Chosen;
  onDone: (count: number) => void;
  onClose: () => void;
};

/** Cancels, retries or runs now many jobs: shows first what would happen, then does exactly that or nothing. */
export function BulkDialog({ act, chosen, onDone, onClose }: BulkDialogProps) {
  const cancel = useCommand(CancelJobsDocument, (data) => data.cancelJobs);
  const retry = useCommand(RetryJobsDocument, (data) => data.retryJobs);
  const runNow = useCommand(RunJobsNowDocument, (data) => data.runJobsNow);
  const [plan, setPlan] = useState<BulkJobsFragment>();
  const filter = filterOf(chosen);
  const call = async (asked: { dryRun: boolean; expectedCount?: number; reason?: string | undefined }) => {
    const input = { filter, ...asked };
    switch (act) {
      case 'cancel':
        return (await cancel.run({ input }))?.cancelJobs;
      case 'retry':
        return (await retry.run({ input }))?.retryJobs;
      case 'runNow':
        return (await runNow.run({ input }))?.runJobsNow;
      default:
        return unreachable(act);
    }
  };
  const look = useEffectEvent(async () => setPlan(await call({ dryRun: true })));
  useEffect(() => void look(), []);

  const command = { cancel, retry, runNow }[act];
  const [isRefused, setIsRefused] = useState(false);
  const confirm = async (reason: string | undefined) => {
    const done = await call({ dryRun: false, expectedCount: plan?.count ?? 0, reason });
    if (done !== undefined) onDone(done.count);
    else setIsRefused(true);
  };
  const lookAgain = () => {
    setIsRefused(false);
    void call({ dryRun: true }).then(setPlan);
  };
  const words = bulkWords(act, plan?.count ?? 0);
  return (
    <ConfirmDialog
      title={words.title}
      verb={words.verb}
      isDanger={act === 'cancel'}
      reason="optional"
      width="medium"
      isBusy={command.isBusy}
      isDisabled={plan === undefined || plan.count === 0}
      refusal={command.refusal}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <div className="flex min-h-64 flex-col gap-3">
        {plan !== undefined && <BulkPlan act={act} plan={plan} />}
        {plan === undefined && command.refusal === undefined && <Skeleton rows={6} />}
      </div>
      {isRefused && (
        <button type="button" className="link self-start" onClick={lookAgain}>
          Look again at what would happen
        </button>
      )}
    </ConfirmDialog>
  );
}
