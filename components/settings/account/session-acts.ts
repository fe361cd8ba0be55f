/** What can be done to the places where somebody is signed in. */
import { ask } from '#components/api/ask.ts';
import { EndSessionsDocument, type EndSessionsMutationVariables } from '#components/generated/account.ts';
import type { Act } from '#components/kit/act/act.ts';

/** One session, or all but the one that asks, in words. */
export type ActedSessions = { input: EndSessionsMutationVariables['input']; words: string };

export const endSessions: Act<ActedSessions> = {
  key: 'session.end',
  word: 'End',
  permission: 'read',
  fits: () => true,
  call: ({ input }) => ask(EndSessionsDocument, { input }, (data) => data.endSessions),
  done: ({ words }) => `Ended: ${words}`,
  asks: {
    title: ({ words }) => `End ${words}?`,
    verb: 'End',
    isDanger: true,
    reason: 'none',
    says: () => ['Whoever works there is signed out at once, and what is not saved there is lost.'],
  },
  back: { kind: 'none' },
};

export const sessionActs: readonly Act<ActedSessions>[] = [endSessions];
