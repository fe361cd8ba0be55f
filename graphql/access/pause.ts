/** That something is paused: since when, by whom, and why. */
import type { PauseResolvers } from '#graphql/generated/resolvers.ts';
import { actorOf } from './actor.ts';

export const pauseTypes = /* GraphQL */ `
  "That something is paused."
  type Pause {
    "Since when; null where nobody kept it: what was paused before this was told of."
    since: DateTime
    "Who paused it, by name."
    by: Actor
    "Why, in their words; PLANNING_FAULT for a schedule that could not be planned."
    reason: String
  }
`;

const Pause: PauseResolvers = {
  by: async ({ by }, _, { loaders }) => (by === null ? null : await actorOf(loaders, by)),
};

export const pauseResolvers = { Pause };
