'use client';

import { X } from 'lucide-react';
import { useCommand } from '#components/api/use-command.ts';
import { CancelRunDocument } from '#components/generated/documents.ts';
import { CommandButton } from '#components/page/command-button.tsx';
import { Refusal } from '#components/page/notice.tsx';
import { useMay } from '#components/shell/use-viewer.tsx';
import { type RunState, runMoves } from '#domain/machines.ts';

/** What an operator may do with a run in its state. */
export function RunActions({ run }: { run: { id: string; state: RunState } }) {
  const mayOperate = useMay('run.operate');
  const cancel = useCommand(CancelRunDocument, (data) => data.cancelRun);
  if (!mayOperate) return null;
  return (
    <>
      <Refusal sentence={cancel.refusal} />
      {runMoves[run.state].CANCELLED !== undefined && (
        <CommandButton isBusy={cancel.isBusy} onPress={() => void cancel.run({ id: run.id })}>
          <X aria-hidden size={14} />
          Cancel run
        </CommandButton>
      )}
    </>
  );
}
