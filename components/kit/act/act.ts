/**
 * What can be done to one thing, as a value: who may, when it makes sense, what is asked before it, and how it is taken
 * back. An act that can be taken back is done at once; one that cannot asks first. Which of the two is not for a button
 * to decide, so that every button, menu and key does the same.
 */
import type { LucideIcon } from 'lucide-react';
import type { Ask } from '#components/api/ask.ts';
import type { Payload } from '#components/api/told.ts';
import type { Permission } from '#domain/access/permissions.ts';

/** What an act asks before it is done. */
export type Question<Thing> = {
  title: (thing: Thing) => string;
  /** On the button that does it: `Cancel run`. */
  verb: string;
  isDanger?: boolean;
  /** Whether it asks why: where colleagues will want to know. */
  reason: 'none' | 'optional' | 'required';
  /** What will happen, a paragraph each. */
  says: (thing: Thing) => readonly string[];
};

/** How an act is taken back. */
export type Back<Thing> =
  /** By a button beside what was done, for things to which nothing is lost by it. */
  | {
      kind: 'undo';
      isWhole: (thing: Thing) => boolean;
      call: (thing: Thing) => Ask<Payload>;
      done: string;
      failed: string;
    }
  /** By another act, which then stands where this one stood, named by its key. */
  | { kind: 'act'; key: string }
  /** Nothing is lost by it. */
  | { kind: 'harmless'; because: string }
  | { kind: 'none' };

/** What an act tells of: where what it made is to be seen. */
export type ActAnswer = Payload & { link?: { word: string; href: string } | undefined };

export type Act<Thing> = {
  /** The noun and what is done to it: `job.cancel`. */
  key: string;
  /** On its button. */
  word: string;
  Icon?: LucideIcon;
  /** The one act that a screen is for. */
  isPrimary?: boolean;
  permission: Permission;
  fits: (thing: Thing) => boolean;
  call: (thing: Thing, reason: string | undefined) => Ask<ActAnswer>;
  /** Said afterwards; nothing where the screen shows it by itself. */
  done?: (thing: Thing) => string;
  asks?: Question<Thing>;
  back: Back<Thing>;
};

/** The question that comes before the act; undefined where it is done at once, because it can be taken back whole. */
export function questionOf<Thing>({ asks, back }: Act<Thing>, thing: Thing): Question<Thing> | undefined {
  return back.kind === 'undo' && back.isWhole(thing) ? undefined : asks;
}

/** Whether a button to take it back stands beside what was done. */
export function isUndone<Thing>({ back }: Act<Thing>, thing: Thing): boolean {
  return back.kind === 'undo' && back.isWhole(thing);
}
