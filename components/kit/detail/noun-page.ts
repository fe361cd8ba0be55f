/** The page of one thing of a noun as a value. */
import type { ComponentType } from 'react';
import type { Ask } from '#components/api/ask.ts';
import type { Fault } from '#components/api/fault.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import type { Topic } from '#components/live/live-event.ts';
import type { Look } from '#components/state/state-look.ts';

/** How one thing is read and kept up to date. */
export type ThingAsked<Thing> = {
  /** The thing that an address names; null when this tenant has none such. */
  read: (key: string) => Ask<Thing | null>;
  /** What tells that it is another one now. */
  topicOf: (key: string) => Topic;
  /** However fast its events come, it is read again at most this often. */
  gapMs?: number;
};

/** One thing as far as it is known: null when there is none such, undefined until that is known. */
export type KnownThing<Thing> = {
  thing: Thing | null | undefined;
  fault: Fault | undefined;
  reload: () => void;
  /** Where the event log stood before it was read, for lists that belong to it. */
  after?: string | undefined;
};

export type PanelsProps<Thing> = { thing: Thing } & Pick<KnownThing<Thing>, 'reload' | 'after'>;

/** How one thing is shown. */
export type ThingFrame<Thing> = {
  noun: Noun;
  /** An address may call it by its name, which is its title until it is read. */
  isNamed?: boolean;
  titleOf: (thing: Thing) => string;
  lookOf?: (thing: Thing) => Look;
  /** What stands beside the title of a thing that has no state. */
  Mark?: ComponentType<{ thing: Thing }>;
  /** What can be done with it. */
  Actions?: ComponentType<{ thing: Thing }>;
  /** As high as the window: one of its panels scrolls by itself. */
  isFilled?: boolean;
  /** Its panels, one below the other. */
  Panels: ComponentType<PanelsProps<Thing>>;
};

export type NounPage<Thing> = ThingAsked<Thing> & ThingFrame<Thing>;
