/** What a change looks like: a sign, a word and a colour, always all three. */
import { type LucideIcon, Minus, Pencil, Plus } from 'lucide-react';
import type { Family } from '#components/state/state-look.ts';
import type { DiffKind } from '#domain/graph/diff/diff-definitions.ts';

export const diffLooks: Readonly<
  Record<DiffKind, { word: string; family: Family; Icon: LucideIcon; isDashed: boolean }>
> = {
  ADDED: { word: 'added', family: 'success', Icon: Plus, isDashed: false },
  REMOVED: { word: 'removed', family: 'failed', Icon: Minus, isDashed: true },
  CHANGED: { word: 'changed', family: 'warning', Icon: Pencil, isDashed: false },
};
