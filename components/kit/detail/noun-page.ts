/** The page of one thing of a noun as a value. */
import type { ComponentType } from 'react';
import type { Ask } from '#components/api/ask.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import type { Topic } from '#components/live/live-event.ts';
import type { Look } from '#components/state/state-look.ts';

export type NounPage<Thing> = {
  noun: Noun;
  /** The thing that an address names; null when this tenant has none such. */
  read: (key: string) => Ask<Thing | null>;
  /** What tells that it is another one now. */
  topicOf: (key: string) => Topic;
  titleOf: (thing: Thing) => string;
  lookOf?: (thing: Thing) => Look;
  /** What can be done with it. */
  Actions?: ComponentType<{ thing: Thing }>;
  /** Its panels, one below the other. */
  Panels: ComponentType<{ thing: Thing }>;
};
