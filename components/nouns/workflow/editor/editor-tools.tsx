'use client';

import { AlignHorizontalSpaceAround, Copy, Frame, Link2, Plus, Redo2, StickyNote, Trash2, Undo2 } from 'lucide-react';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { alignedAtLeast, alignments, alignmentWords } from './model/align.ts';
import type { Editing } from './model/use-editing.ts';
import type { EditorActs } from './use-editor-edits.ts';

type Parts = {
  editing: Editing;
  acts: EditorActs;
  isTextShown: boolean;
  onShowText: (isShown: boolean) => void;
};

/** What can be done with the steps that are chosen, and with the canvas. */
export function EditorTools({ editing, acts, isTextShown, onShowText }: Parts) {
  return (
    <div
      role="toolbar"
      aria-label="Editor"
      className="relative flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-2 py-1"
    >
      {!editing.isReadOnly && <Changes editing={editing} acts={acts} />}
      <span className="min-w-0 flex-1 basis-0 truncate text-small text-quiet max-2xl:sr-only" aria-live="polite">
        {sayChosen(editing)}
      </span>
      <Refusal sentence={editing.refusal} />
      <span className="ml-auto shrink-0">
        <Switch label="YAML" checked={isTextShown} onChange={onShowText} />
      </span>
    </div>
  );
}

function Changes({ editing, acts }: Pick<Parts, 'editing' | 'acts'>) {
  const { after, remove, ask } = acts;
  const { chosen, change, undo, redo, isStale } = editing;
  return (
    <>
      <IconButton isSmall label="Undo" keys="mod+z" Icon={Undo2} disabled={undo === undefined} onClick={undo} />
      <IconButton isSmall label="Redo" keys="mod+shift+z" Icon={Redo2} disabled={redo === undefined} onClick={redo} />
      <span aria-hidden className="h-5 w-px bg-line" />
      <Button isSmall Icon={Plus} disabled={isStale} onClick={() => ask({ kind: 'add', after })}>
        Add step
      </Button>
      <Button
        isSmall
        Icon={Link2}
        disabled={isStale || after === undefined}
        onClick={() => after !== undefined && ask({ kind: 'connect', from: after })}
      >
        Connect to …
      </Button>
      <IconButton
        isSmall
        label="Duplicate"
        keys="mod+d"
        Icon={Copy}
        disabled={isStale || chosen.length === 0}
        onClick={() => change({ kind: 'duplicate-steps', steps: chosen }, { chooses: true })}
      />
      <IconButton
        isSmall
        label="Remove"
        keys="Delete"
        Icon={Trash2}
        disabled={isStale || remove === undefined}
        onClick={remove}
      />
      <span aria-hidden className="h-5 w-px bg-line" />
      <Drawing editing={editing} acts={acts} />
      <span aria-hidden className="h-5 w-px bg-line" />
    </>
  );
}

// What is drawn around the steps, and where they stand.
function Drawing({ editing: { chosen, isStale }, acts }: Pick<Parts, 'editing' | 'acts'>) {
  return (
    <>
      <Menu
        trigger={
          <IconButton
            isSmall
            label="Bring into line"
            Icon={AlignHorizontalSpaceAround}
            disabled={isStale || chosen.length < 2}
          />
        }
        entries={alignments.map((how) => ({
          kind: 'act',
          word: alignmentWords[how],
          isDisabled: chosen.length < alignedAtLeast(how),
          act: () => acts.align(how),
        }))}
      />
      <IconButton
        isSmall
        label="Group"
        keys="g"
        Icon={Frame}
        disabled={isStale || chosen.length === 0}
        onClick={() => void acts.group()}
      />
      <IconButton isSmall label="Add a note" Icon={StickyNote} disabled={isStale} onClick={acts.note} />
    </>
  );
}

function sayChosen({ chosen }: Editing): string {
  if (chosen.length === 0) return '';
  return chosen.length === 1 ? `${chosen[0]} is chosen` : `${sayCount(chosen.length, 'step')} are chosen`;
}
