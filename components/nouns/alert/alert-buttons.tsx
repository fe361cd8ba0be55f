'use client';

import { ActButtons } from '#components/kit/act/act-buttons.tsx';
import { useAct } from '#components/kit/act/use-act.tsx';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { type ActedAlert, alertActs } from './alert-acts.ts';

/** What can be done with an alert that stands, at the head of its page. */
export function AlertButtons({ alert }: { alert: ActedAlert }) {
  return <ActButtons acts={alertActs} thing={alert} ofWhat="the alert" nameOf={({ message }) => message} />;
}

/** The same in its row of a list, small. */
export function AlertRowButtons({ alert }: { alert: ActedAlert }) {
  const permissions = useViewer().viewer?.permissions ?? [];
  const { start, busy, question } = useAct(alert);
  const acts = alertActs.filter((act) => permissions.includes(act.permission) && act.fits(alert));
  if (acts.length === 0) return <span className="text-quiet">–</span>;
  return (
    <span className="-ml-2 inline-flex">
      {acts.map((act) => (
        <Button
          key={act.key}
          isSmall
          kind="quiet"
          isBusy={busy === act.key}
          aria-label={`${act.word} ${alert.message}`}
          onClick={() => start(act)}
        >
          {act.word}
        </Button>
      ))}
      {question}
    </span>
  );
}
