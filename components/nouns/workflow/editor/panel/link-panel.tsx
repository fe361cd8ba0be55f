'use client';

import { CirclePlus, Trash2 } from 'lucide-react';
import { linkKey } from '#components/nouns/workflow/editor/canvas/links/link-key.ts';
import type { Link } from '#components/nouns/workflow/editor/model/link-edits.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { KindField, LinkCondition } from './dependencies.tsx';

type Parts = { editing: Editing; acts: EditorActs; link: Link };

/** All about the dependency that is chosen. */
export function LinkPanel({ editing, acts, link }: Parts) {
  const open = (stepKey: string) => {
    acts.chooseLink(undefined);
    editing.choose([stepKey]);
  };
  return (
    <div className="flex flex-col gap-4 p-3">
      {!editing.isReadOnly && (
        <div className="flex items-center gap-2">
          <Button isSmall Icon={CirclePlus} onClick={() => acts.ask({ kind: 'insert', link })}>
            Insert a step
          </Button>
          <span className="ml-auto">
            <IconButton isSmall label="Remove the dependency" keys="Delete" Icon={Trash2} onClick={acts.remove} />
          </span>
        </div>
      )}
      <p className="min-w-0 break-words">
        <StepLink stepKey={link.to} onOpen={open} /> waits for <StepLink stepKey={link.from} onOpen={open} />
      </p>
      <KindField editing={editing} link={link} isWide onChanged={(on) => acts.chooseLink(linkKey({ ...link, on }))} />
      <LinkCondition editing={editing} link={link} isLabelHidden={false} />
    </div>
  );
}

function StepLink({ stepKey, onOpen }: { stepKey: string; onOpen: (stepKey: string) => void }) {
  return (
    <button type="button" className="link" onClick={() => onOpen(stepKey)}>
      {stepKey}
    </button>
  );
}
