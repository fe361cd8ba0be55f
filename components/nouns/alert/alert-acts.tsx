'use client';

import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { AcknowledgeAlertDocument } from '#components/generated/alerts.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';

type Acted = { id: string; message: string; state: string; acknowledgedAt: string | null };
type Asked = 'acknowledge' | 'resolve';

/** What can be done with an alert that stands; `isRow`: small, as in a row of a list. */
export function AlertActs({ alert, isRow = false }: { alert: Acted; isRow?: boolean }) {
  const mayOperate = useMay('alert.operate');
  const [asked, setAsked] = useState<Asked>();
  if (!mayOperate || alert.state !== 'OPEN') return isRow ? <span className="text-quiet">–</span> : null;
  const look = isRow ? ({ isSmall: true, kind: 'quiet' } as const) : {};
  return (
    <span className={isRow ? '-ml-2 inline-flex' : 'inline-flex gap-2'}>
      {alert.acknowledgedAt === null && (
        <Button {...look} aria-label={`Acknowledge ${alert.message}`} onClick={() => setAsked('acknowledge')}>
          Acknowledge
        </Button>
      )}
      <Button {...look} aria-label={`Resolve ${alert.message}`} onClick={() => setAsked('resolve')}>
        Resolve
      </Button>
      {asked === 'acknowledge' && <AcknowledgeDialog alert={alert} onClose={() => setAsked(undefined)} />}
      {asked === 'resolve' && <ResolveDialog alert={alert} onClose={() => setAsked(undefined)} />}
    </span>
  );
}

/** Asks whether somebody sees to it. Nobody else is told of it from then on. */
function AcknowledgeDialog({ alert, onClose }: { alert: Acted; onClose: () => void }) {
  const acknowledge = useCommand(AcknowledgeAlertDocument, (data) => data.acknowledgeAlert);
  const say = useToast();
  const confirm = async (reason: string | undefined) => {
    if ((await acknowledge.run({ id: alert.id, reason: reason ?? null })) === undefined) return;
    say({ words: 'The alert is yours to see to', kind: 'done' });
    onClose();
  };
  return (
    <ConfirmDialog
      title="Do you see to this alert?"
      verb="Acknowledge"
      reason="optional"
      isBusy={acknowledge.isBusy}
      refusal={acknowledge.refusal}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <p>
        <Sentence text={alert.message} />
      </p>
      <p className="text-quiet">It still stands, and nobody is told of it any more, not even that it is over.</p>
    </ConfirmDialog>
  );
}
