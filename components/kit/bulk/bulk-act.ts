/** What can be done to many rows of a noun at once, as values. */
import type { LucideIcon } from 'lucide-react';
import type { Ask } from '#components/api/ask.ts';
import type { Payload, UserError } from '#components/api/told.ts';
import type { Look } from '#components/state/state-look.ts';
import type { Permission } from '#domain/access/permissions.ts';
import type { Chosen } from './chosen.ts';

/** A row as a plan names it. */
export type PlannedRow = { id: string; look: Look; words: string; detail?: string; place: string; at: string };

/** So many for one reason. */
export type CountedReason = { reason: string; count: number };

/** What would change, or has changed. */
export type BulkAnswer = {
  count: number;
  /** What else there is to know of those that change: `2 are running, 1 is paused.` */
  sentence?: string | undefined;
  shown: readonly PlannedRow[];
  /** Rows that are meant and stay as they are, by the reason why. */
  skipped: readonly CountedReason[];
  /** Rows with which it goes another way than was asked for, by the reason why. */
  apart?: { title: string; reasons: readonly CountedReason[] } | undefined;
  userErrors: readonly UserError[];
  /** Where what was begun can be followed: a path of the console. */
  path?: string | undefined;
};

/** A choice that an act asks for beside the reason: `at 60 a minute`. */
export type ActChoice = {
  key: string;
  label: string;
  options: readonly { value: string; word: string }[];
  /** What is chosen until somebody chooses. */
  value: string;
};

/** A dry run asks what would happen; otherwise exactly so many rows change, or none. */
export type BulkAsked = {
  chosen: Chosen;
  dryRun: boolean;
  expectedCount?: number;
  reason?: string | undefined;
  chosenValues: Readonly<Record<string, string>>;
};

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
  /** What it asks for beside the reason. */
  choices?: readonly ActChoice[];
  call: (asked: BulkAsked) => Ask<BulkAnswer>;
};

/** An act that is planned first: a dialog says what would happen, and asks why. */
export type PlannedAct<Row> = AskedAct & {
  kind: 'planned';
  /** Whether it makes sense for a row, as far as a row tells: its button rests, and a menu leaves it out, when it makes sense for none. */
  fits?: (row: Row) => boolean;
  undo?: BulkUndo<Row>;
};

/** An act that is done at once to the rows chosen by hand for which it makes sense, and can be taken back. */
export type InstantAct<Row> = {
  kind: 'instant';
  key: string;
  /** On its button: `Pause 3`. */
  word: (count: number) => string;
  Icon: LucideIcon;
  permission: Permission;
  fits: (row: Row) => boolean;
  call: (ids: readonly string[]) => Ask<Payload>;
  done: (count: number) => string;
  undo: (ids: readonly string[]) => Ask<Payload>;
  undone: (count: number) => string;
};

export type RowsAct<Row> = PlannedAct<Row> | InstantAct<Row>;
