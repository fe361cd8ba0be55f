'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useOrder } from '#components/api/use-order.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { Select } from '#components/ui/form/select.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { AskedAct, BulkAnswer } from './bulk-act.ts';
import { BulkPlan } from './bulk-plan.tsx';
import type { Chosen } from './chosen.ts';

type BulkDialogProps = {
  noun: Noun;
  act: AskedAct;
  chosen: Chosen;
  onDone: (answer: BulkAnswer) => void;
  onClose: () => void;
};

/** Does something to many rows: shows first what would happen, then does exactly that or nothing. */
export function BulkDialog({ noun, act, chosen, onDone, onClose }: BulkDialogProps) {
  const { run, isBusy, refusal } = useOrder();
  const [plan, setPlan] = useState<BulkAnswer>();
  const [isRefused, setIsRefused] = useState(false);
  const choices = act.choices ?? [];
  const [values, setValues] = useState(() => Object.fromEntries(choices.map(({ key, value }) => [key, value])));
  const look = async (chosenValues: Readonly<Record<string, string>>) => {
    setIsRefused(false);
    const told = await run(act.call({ chosen, dryRun: true, chosenValues }));
    setPlan(told.ok ? told.data : undefined);
  };
  const lookFirst = useEffectEvent(() => look(values));
  useEffect(() => void lookFirst(), []);
  // Another choice may mean other rows.
  const choose = (key: string, value: string) => {
    const next = { ...values, [key]: value };
    setValues(next);
    void look(next);
  };
  const confirm = async (reason: string | undefined) => {
    const asked = { chosen, dryRun: false, expectedCount: plan?.count ?? 0, reason, chosenValues: values };
    const told = await run(act.call(asked));
    if (told.ok) onDone(told.data);
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
      <div className="flex min-h-36 flex-col gap-3">
        {plan !== undefined && <BulkPlan noun={noun} effect={act.effect} plan={plan} />}
        {plan === undefined && refusal === undefined && <Skeleton rows={4} />}
      </div>
      {choices.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-3">
          {choices.map(({ key, label, options }) => (
            <Select
              key={key}
              label={label}
              value={values[key]}
              options={options}
              onChange={(value) => choose(key, value)}
            />
          ))}
        </div>
      )}
      {isRefused && (
        <button type="button" className="link self-start" onClick={() => void look(values)}>
          Look again at what would happen
        </button>
      )}
    </ConfirmDialog>
  );
}
