'use client';

import { Glyph } from '#components/state/glyph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

type SecretProps = { name: string; secret: string; note?: string; onClose: () => void };

/** What a channel signs with, made just now. Nobody can read it again. */
export function ChannelSecret({ name, secret, note, onClose }: SecretProps) {
  return (
    <Dialog
      title={`Secret of ${name}`}
      isAlert
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <p className="flex items-start gap-2 text-warning">
        <Glyph name="mark" size={16} />
        <span>It is shown this once. Give it to the receiver, which checks with it that messages are from here.</span>
      </p>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField label="Secret" isMono readOnly value={secret} onFocus={(event) => event.currentTarget.select()} />
        </div>
        <CopyButton text={secret} words="Copy" />
      </div>
      <p className="text-small text-quiet">
        {note ?? 'Every library of Standard Webhooks takes it as it stands.'} Checked are the headers{' '}
        <code className="identifier">webhook-id</code>, <code className="identifier">webhook-timestamp</code> and{' '}
        <code className="identifier">webhook-signature</code>.
      </p>
    </Dialog>
  );
}
