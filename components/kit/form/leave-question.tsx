'use client';

import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { Leave } from './use-leave.ts';

/** Asks whether what was written may be lost. */
export function LeaveQuestion({ leave }: { leave: Leave }) {
  if (!leave.isAsking) return null;
  return (
    <Dialog
      title="Leave without saving?"
      width="small"
      isAlert
      onClose={leave.stay}
      actions={
        <>
          <Button kind="danger" onClick={leave.go}>
            Discard the changes
          </Button>
          <Button kind="primary" onClick={leave.stay}>
            Go on editing
          </Button>
        </>
      }
    >
      <p>What you have changed here is not saved yet.</p>
    </Dialog>
  );
}
