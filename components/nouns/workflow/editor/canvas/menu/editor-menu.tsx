'use client';

import { lazy, Suspense } from 'react';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs, MenuTarget } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { entriesFor, titleOf } from './menu-entries.ts';

const MenuAt = lazy(async () => ({ default: (await import('#components/ui/overlay/menu-at.tsx')).MenuAt }));

type Parts = { editing: Editing; acts: EditorActs; target: MenuTarget };

/** What can be done to what the menu was opened on. */
export function EditorMenu({ editing, acts, target }: Parts) {
  return (
    <Suspense>
      <MenuAt
        label={titleOf(target, { editing, acts })}
        place={target}
        entries={entriesFor(target, { editing, acts })}
        onClose={() => acts.openMenu(undefined)}
      />
    </Suspense>
  );
}
