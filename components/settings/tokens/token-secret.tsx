'use client';

import { Glyph } from '#components/state/glyph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

type SecretProps = { name: string; plaintext: string; onClose: () => void };

/** The secret of a token that was made just now. It is kept nowhere. */
export function TokenSecret({ name, plaintext, onClose }: SecretProps) {
  const call = callWith(plaintext);
  return (
    <Dialog
      title={`Token ${name}`}
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
        <span>It is shown this once and kept nowhere. Store it where your program finds it before you close this.</span>
      </p>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label="Token"
            isMono
            readOnly
            value={plaintext}
            onFocus={(event) => event.currentTarget.select()}
          />
        </div>
        <CopyButton text={plaintext} words="Copy" />
      </div>
      <div className="flex flex-col gap-1.5">
        <div className="flex items-center justify-between">
          <span className="font-medium">To try it</span>
          <CopyButton text={call} label="Copy the call" />
        </div>
        <pre className="overflow-x-auto rounded border border-line bg-raised p-2.5 font-mono text-[0.86em] leading-snug whitespace-pre-wrap break-all">
          {call}
        </pre>
      </div>
    </Dialog>
  );
}

function callWith(plaintext: string): string {
  return [
    `curl ${window.location.origin}/graphql`,
    `-H 'authorization: Bearer ${plaintext}'`,
    "-H 'content-type: application/json'",
    `-d '{"query":"{ viewer { name role } }"}'`,
  ].join(' \\\n  ');
}
