'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useOrder } from '#components/api/use-order.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { AskedAct, BulkAnswer } from './bulk-act.ts';
import { BulkPlan } from './bulk-plan.tsx';
import type { Chosen } from './chosen.ts';

type BulkDialogProps = {
  noun: Noun;
  act: AskedAct;
  chosen: Chosen;
  onDone: (count: number) => void;
  onClose: () => void;
};

/** Does something to many rows: shows first what would happen, then does exactly that or nothing. */
export function BulkDialog({ noun, act, chosen, onDone, onClose }: BulkDialogProps) {
  const { run, isBusy, refusal } = useOrder();
  const [plan, setPlan] = useState<BulkAnswer>();
  const [isRefused, setIsRefused] = useState(false);
  const look = async () => {
    setIsRefused(false);
    const told = await run(act.call({ chosen, dryRun: true }));
    setPlan(told.ok ? told.data : undefined);
  };
  const lookFirst = useEffectEvent(look);
  useEffect(() => void lookFirst(), []);
  const confirm = async (reason: string | undefined) => {
    const told = await run(act.call({ chosen, dryRun: false, expectedCount: plan?.count ?? 0, reason }));
    if (told.ok) onDone(told.data.count);
    else setIsRefused(true);
  };
  return (
    <ConfirmDialog
      title={act.title}
      verb={act.verb(plan?.count ?? 0)}
      isDanger={act.isDanger ?? false}
      reason="optional"
      width="medium"
      isBusy={isBusy}
      isDisabled={plan === undefined || plan.count === 0}
      refusal={refusal}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <div className="flex min-h-64 flex-col gap-3">
        {plan !== undefined && <BulkPlan noun={noun} effect={act.effect} plan={plan} />}
        {plan === undefined && refusal === undefined && <Skeleton rows={6} />}
      </div>
      {isRefused && (
        <button type="button" className="link self-start" onClick={() => void look()}>
          Look again at what would happen
        </button>
      )}
    </ConfirmDialog>
  );
}
