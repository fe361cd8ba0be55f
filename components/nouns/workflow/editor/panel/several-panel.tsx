'use client';

import { Copy, Frame, Trash2 } from 'lucide-react';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { Button } from '#components/ui/form/button.tsx';
import { sayCount } from '#domain/value/say-count.ts';

// Names that are told one by one; of more only the number.
const namesShownMax = 40;

/** What can be done with several steps at once. */
export function SeveralPanel({ editing, acts }: { editing: Editing; acts: EditorActs }) {
  const { chosen, change, choose, isReadOnly } = editing;
  const more = chosen.length - namesShownMax;
  return (
    <div className="flex flex-col gap-4 p-3">
      <h2 className="font-semibold">{sayCount(chosen.length, 'step')} chosen</h2>
      {!isReadOnly && (
        <div className="flex flex-wrap gap-2">
          <Button isSmall Icon={Frame} onClick={acts.group}>
            Group
          </Button>
          <Button
            isSmall
            Icon={Copy}
            onClick={() => change({ kind: 'duplicate-steps', steps: chosen }, { chooses: true })}
          >
            Duplicate
          </Button>
          <Button isSmall Icon={Trash2} onClick={acts.remove}>
            Remove
          </Button>
        </div>
      )}
      <ul className="flex flex-col gap-0.5">
        {chosen.slice(0, namesShownMax).map((stepKey) => (
          <li key={stepKey}>
            <button type="button" className="link max-w-full truncate" onClick={() => choose([stepKey])}>
              {stepKey}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-small text-quiet">and {more} more</p>}
    </div>
  );
}
