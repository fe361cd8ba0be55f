'use client';

import { useState } from 'react';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { Refusal } from '#components/kit/page/notice.tsx';
import { kindOptions } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { DependencyKind } from '#domain/workflow/definition.ts';

type Parts = { editing: Editing; from: string; onClose: () => void };

/** Asks which step waits for this one, and for which of its ends. */
export function ConnectDialog({ editing, from, onClose }: Parts) {
  const [to, setTo] = useState('');
  const [on, setOn] = useState<DependencyKind>('success');
  const [wasRefused, setWasRefused] = useState(false);
  const others = [...(editing.sketch?.steps.keys() ?? [])].filter((stepKey) => stepKey !== from);
  const connect = () => {
    if (editing.change({ kind: 'connect', from, to, on })) onClose();
    else setWasRefused(true);
  };
  return (
    <Dialog
      title={`Connect ${from} to …`}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Refusal sentence={wasRefused ? editing.refusal : undefined} />
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!others.includes(to)} onClick={connect}>
            Connect
          </Button>
        </>
      }
    >
      <Combobox
        label="Step that waits"
        value={to}
        options={others.map((stepKey) => ({ value: stepKey }))}
        placeholder="Type to find a step"
        onChange={setTo}
      />
      <Select label={`When ${from} ended`} value={on} options={kindOptions} onChange={setOn} />
    </Dialog>
  );
}
