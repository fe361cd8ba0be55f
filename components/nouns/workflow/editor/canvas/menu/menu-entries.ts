/** The lines of the menus of the editor: the same acts that buttons and keys have. */

import {
  AlignHorizontalSpaceAround,
  CirclePlus,
  Copy,
  Frame,
  LayoutGrid,
  Link2,
  Pencil,
  Plus,
  Redo2,
  Repeat,
  RotateCcw,
  StickyNote,
  Trash2,
  Undo2,
} from 'lucide-react';
import { alignedAtLeast, alignments, alignmentWords } from '#components/nouns/workflow/editor/model/align.ts';
import { loopKindsOf, loopWords, mayBeUndone } from '#components/nouns/workflow/editor/model/loop-edits.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs, MenuTarget } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import type { MenuEntry } from '#components/ui/overlay/menu-entry.ts';
import { sayCount } from '#domain/value/say-count.ts';

type Scope = { editing: Editing; acts: EditorActs };

/** The name of a menu. */
export function titleOf({ on }: MenuTarget, { editing: { chosen }, acts }: Scope): string {
  if (on === 'link' && acts.chosenLink !== undefined) return `${acts.chosenLink.from} → ${acts.chosenLink.to}`;
  if (on === 'mark' && acts.mark !== undefined) return acts.mark.kind === 'group' ? 'Group' : 'Note';
  if (on === 'step' && chosen.length > 0)
    return chosen.length === 1 ? (chosen[0] ?? '') : sayCount(chosen.length, 'step');
  return 'Canvas';
}

/** What can be done to what a menu was opened on. */
export function entriesFor(target: MenuTarget, scope: Scope): MenuEntry[] {
  const title: MenuEntry = { kind: 'title', word: titleOf(target, scope) };
  const { editing, acts } = scope;
  if (editing.isReadOnly || editing.isStale)
    return [
      title,
      ...(target.on === 'step'
        ? [propertiesOf(acts)]
        : [{ kind: 'title', word: 'Nothing can be changed now' } as const]),
    ];
  if (target.on === 'link' && acts.chosenLink !== undefined) return [title, ...linkEntries(acts)];
  if (target.on === 'mark' && acts.mark !== undefined) return [title, propertiesOf(acts), removalOf(acts)];
  if (target.on === 'step' && editing.chosen.length === 1) return [title, ...stepEntries(scope)];
  if (target.on === 'step' && editing.chosen.length > 1) return [title, ...severalEntries(scope)];
  return [title, ...canvasEntries(target, scope)];
}

function propertiesOf(acts: EditorActs): MenuEntry {
  return { kind: 'act', word: 'Properties', Icon: Pencil, act: () => acts.show('properties') };
}

function removalOf(acts: EditorActs): MenuEntry {
  return { kind: 'act', word: 'Remove', Icon: Trash2, keys: 'Delete', isDanger: true, act: () => acts.remove?.() };
}

function linkEntries(acts: EditorActs): MenuEntry[] {
  const { chosenLink: link } = acts;
  if (link === undefined) return [];
  return [
    propertiesOf(acts),
    { kind: 'act', word: 'Insert a step …', Icon: CirclePlus, act: () => acts.ask({ kind: 'insert', link }) },
    { kind: 'line' },
    removalOf(acts),
  ];
}

function stepEntries({ editing, acts }: Scope): MenuEntry[] {
  const [stepKey = ''] = editing.chosen;
  const step = editing.sketch?.steps.get(stepKey);
  const kinds = step === undefined ? [] : loopKindsOf(step);
  const repeats = kinds.map(
    (kind): MenuEntry => ({
      kind: 'act',
      word: loopWords[kind],
      Icon: Repeat,
      isChosen: step?.loop?.kind === kind,
      act: () => acts.repeat(stepKey, step?.loop?.kind === kind ? undefined : kind),
    }),
  );
  return [
    propertiesOf(acts),
    { kind: 'act', word: 'Add after …', Icon: Plus, keys: 'a', act: () => acts.ask({ kind: 'add', after: stepKey }) },
    {
      kind: 'act',
      word: 'Connect to …',
      Icon: Link2,
      keys: 'c',
      act: () => acts.ask({ kind: 'connect', from: stepKey }),
    },
    ...(repeats.length > 0 ? [{ kind: 'line' } as const, ...repeats] : []),
    ...(mayBeUndone(step) ? [undoingOf(stepKey, acts)] : []),
    { kind: 'line' },
    ...common({ editing, acts }),
  ];
}

function undoingOf(step: string, acts: EditorActs): MenuEntry {
  return { kind: 'act', word: 'Undone by …', Icon: RotateCcw, act: () => acts.ask({ kind: 'compensate', step }) };
}

function severalEntries({ editing, acts }: Scope): MenuEntry[] {
  return [
    ...alignments
      .filter((how) => editing.chosen.length >= alignedAtLeast(how))
      .map(
        (how): MenuEntry => ({
          kind: 'act',
          word: alignmentWords[how],
          Icon: AlignHorizontalSpaceAround,
          act: () => acts.align(how),
        }),
      ),
    { kind: 'line' },
    ...common({ editing, acts }),
  ];
}

function common({ editing: { chosen, change }, acts }: Scope): MenuEntry[] {
  const duplicate = () => void change({ kind: 'duplicate-steps', steps: chosen }, { chooses: true });
  return [
    { kind: 'act', word: 'Group', Icon: Frame, keys: 'g', act: () => void acts.group() },
    { kind: 'act', word: 'Duplicate', Icon: Copy, keys: 'mod+d', act: duplicate },
    removalOf(acts),
  ];
}

function canvasEntries({ x, y }: MenuTarget, { editing, acts }: Scope): MenuEntry[] {
  const { undo, redo } = editing;
  const steps = [...(editing.sketch?.steps.keys() ?? [])];
  return [
    {
      kind: 'act',
      word: 'Add a step …',
      Icon: Plus,
      keys: 'a',
      act: () => acts.ask({ kind: 'add', after: undefined }),
    },
    { kind: 'act', word: 'Add a note', Icon: StickyNote, act: () => acts.noteAt({ x, y }) },
    { kind: 'line' },
    { kind: 'act', word: 'Choose all steps', keys: 'mod+a', act: () => editing.choose(steps) },
    {
      kind: 'act',
      word: 'Lay out anew',
      Icon: LayoutGrid,
      isDisabled: acts.layOut === undefined,
      act: () => acts.layOut?.(),
    },
    { kind: 'line' },
    { kind: 'act', word: 'Undo', Icon: Undo2, keys: 'mod+z', isDisabled: undo === undefined, act: () => undo?.() },
    {
      kind: 'act',
      word: 'Redo',
      Icon: Redo2,
      keys: 'mod+shift+z',
      isDisabled: redo === undefined,
      act: () => redo?.(),
    },
  ];
}
