'use client';

import type { ReactNode } from 'react';
import { Glyph } from '#components/state/glyph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

type LinkShownProps = { title: string; path: string; onClose: () => void; children: ReactNode };

/** A link that holds a secret and was made just now. It is kept nowhere. */
export function LinkShown({ title, path, onClose, children }: LinkShownProps) {
  const link = `${window.location.origin}${path}`;
  return (
    <Dialog
      title={title}
      isAlert
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <p className="flex items-start gap-2 text-warning">
        <Glyph name="mark" size={16} />
        <span>It is shown this once and kept nowhere: a lost link is replaced by a new one.</span>
      </p>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField label="Link" isMono readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
        </div>
        <CopyButton text={link} words="Copy" isSmall={false} />
      </div>
      <p className="text-quiet">{children}</p>
    </Dialog>
  );
}
