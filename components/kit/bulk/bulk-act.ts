/** What can be done to many rows of a noun at once, as a value. */
import type { LucideIcon } from 'lucide-react';
import type { Ask } from '#components/api/ask.ts';
import type { UserError } from '#components/api/use-command.ts';
import type { Look } from '#components/state/state-look.ts';
import type { Permission } from '#domain/access/permissions.ts';
import type { Chosen } from './chosen.ts';

/** A row as a plan names it. */
export type PlannedRow = { id: string; look: Look; words: string; detail?: string; place: string; at: string };

/** What would change, or has changed. */
export type BulkAnswer = {
  count: number;
  shown: readonly PlannedRow[];
  /** Rows that are meant and stay as they are, by the reason why. */
  skipped: readonly { reason: string; count: number }[];
  userErrors: readonly UserError[];
};

/** A dry run asks what would happen; otherwise exactly so many rows change, or none. */
export type BulkAsked = { chosen: Chosen; dryRun: boolean; expectedCount?: number; reason?: string | undefined };

/** How an act is taken back: for the rows where nothing is lost by it. */
export type BulkUndo<Row> = {
  isWhole: (row: Row) => boolean;
  act: (ids: readonly string[]) => Ask<BulkAnswer>;
  done: (count: number) => string;
  failed: string;
};

/** An act as its dialog needs it. */
export type AskedAct = {
  key: string;
  /** On the button of the bar: `Cancel`. */
  word: string;
  Icon: LucideIcon;
  isDanger?: boolean;
  permission: Permission;
  /** The question of the dialog: `Cancel jobs`. */
  title: string;
  /** The button that does it: `Cancel 3 jobs`. */
  verb: (count: number) => string;
  /** What happens to those that change: `will be cancelled`. */
  effect: string;
  /** What is said afterwards: `3 jobs cancelled`. */
  done: (count: number) => string;
  call: (asked: BulkAsked) => Ask<BulkAnswer>;
};

export type BulkAct<Row> = AskedAct & { undo?: BulkUndo<Row> };
