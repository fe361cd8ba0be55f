'use client';

import { Copy, Ellipsis, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { SidePanel } from '#components/ui/overlay/side-panel.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { Specimen } from './specimen.tsx';

type Open = 'dialog' | 'confirm' | 'typed' | 'panel';

const ignore = () => {};

/** What lies above a screen. */
export function GalleryOverlays() {
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Specimen title="Above the screen">
      <Openers onOpen={setOpen} />
      {open === 'dialog' && (
        <Dialog title="A question" description="What it is about." onClose={close} actions={<Button>Answer</Button>}>
          <p>More about it.</p>
        </Dialog>
      )}
      {open === 'confirm' && (
        <ConfirmDialog
          title="Pause queue billing?"
          verb="Pause queue"
          reason="optional"
          onConfirm={close}
          onClose={close}
        >
          Jobs that run go on to their end. Nothing new starts until somebody resumes it.
        </ConfirmDialog>
      )}
      {open === 'typed' && (
        <ConfirmDialog
          title="Delete schedule nightly?"
          verb="Delete schedule"
          isDanger
          reason="required"
          typed="nightly"
          refusal="The schedule has changed meanwhile."
          onConfirm={close}
          onClose={close}
        >
          Its ticks stay in the log. The next ones never come.
        </ConfirmDialog>
      )}
      {open === 'panel' && (
        <SidePanel label="Job" title="send-invoice" onClose={close}>
          <p className="p-3">The list stays in use.</p>
        </SidePanel>
      )}
    </Specimen>
  );
}

function Openers({ onOpen }: { onOpen: (open: Open) => void }) {
  const say = useToast();
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => onOpen('dialog')}>Dialog</Button>
      <Button onClick={() => onOpen('confirm')}>Confirmation</Button>
      <Button onClick={() => onOpen('typed')}>Typed confirmation</Button>
      <Button onClick={() => onOpen('panel')}>Side panel</Button>
      <Button onClick={() => say({ words: 'Queue paused', kind: 'done', action: { word: 'Undo', act: ignore } })}>
        Message
      </Button>
      <Button onClick={() => say({ words: 'The queue was not paused.', kind: 'failed' })}>Bad news</Button>
      <Menu
        trigger={<IconButton label="More" Icon={Ellipsis} isFramed />}
        entries={[
          { kind: 'title', word: 'This job' },
          { kind: 'act', word: 'Copy id', Icon: Copy, keys: 'c', act: ignore },
          { kind: 'act', word: 'Not now', isDisabled: true, act: ignore },
          { kind: 'line' },
          { kind: 'act', word: 'Cancel job', Icon: X, isDanger: true, act: ignore },
        ]}
      />
    </div>
  );
}
