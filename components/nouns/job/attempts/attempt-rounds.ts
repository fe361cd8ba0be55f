/** The attempts of a job in the rounds that people asked for, with those that failed alike laid together. */
import type { JobState } from '#domain/machines.ts';

type Tried = {
  number: number;
  state: string;
  startedAt: string;
  error: { type: string; message: string } | null;
};
type Move<Actor> = { from: JobState | null; to: JobState; at: string; reason: string | null; by: Actor };

/** Attempts one after the other that ended the same way; alone, one that did not. */
export type Alike<Attempt> = { key: string; attempts: readonly [Attempt, ...Attempt[]] };

/** What came before the first attempt of a round is who asked for it; nobody did for the first. */
export type Round<Attempt, Actor> = {
  number: number;
  asked: { by: Actor; at: string; reason: string | null } | undefined;
  count: number;
  groups: readonly Alike<Attempt>[];
};

// Two rows are read sooner than they are opened.
const alikeMin = 3;

/** The rounds, the first one first. The last one may have no attempt yet. */
export function roundsOf<Attempt extends Tried, Actor>(job: {
  attempts: readonly Attempt[];
  transitions: readonly Move<Actor>[];
}): Round<Attempt, Actor>[] {
  const asked = job.transitions.filter(({ from, to }) => to === 'PENDING' && from !== null && isEnd(from));
  const starts = [undefined, ...asked];
  const rounds = starts.map((start, place) => {
    const fromMs = start === undefined ? Number.NEGATIVE_INFINITY : Date.parse(start.at);
    const next = starts[place + 1];
    const toMs = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next.at);
    const attempts = job.attempts.filter(({ startedAt }) => {
      const atMs = Date.parse(startedAt);
      return atMs >= fromMs && atMs < toMs;
    });
    return { asked: start, count: attempts.length, groups: alikeIn(attempts) };
  });
  // What was cancelled before a worker took it was no round.
  const tried = rounds.filter(({ count }, place) => count > 0 || place === rounds.length - 1);
  return tried.map((round, place) => ({ number: place + 1, ...round }));
}

function alikeIn<Attempt extends Tried>(attempts: readonly Attempt[]): Alike<Attempt>[] {
  const groups: [Attempt, ...Attempt[]][] = [];
  for (const attempt of attempts) {
    const last = groups.at(-1);
    if (last !== undefined && isAlike(last[0], attempt)) last.push(attempt);
    else groups.push([attempt]);
  }
  return groups.flatMap((group) => (group.length < alikeMin ? group.map((one) => keyed([one])) : [keyed(group)]));
}

function keyed<Attempt extends Tried>(attempts: [Attempt, ...Attempt[]]): Alike<Attempt> {
  return { key: `${attempts[0].number} ${attempts[0].startedAt}`, attempts };
}

function isAlike(one: Tried, other: Tried): boolean {
  // One that is dead failed as those before it.
  const hasFailed = ({ state }: Tried) => state === 'FAILED' || state === 'DEAD';
  if (!hasFailed(one) || !hasFailed(other) || one.error === null || other.error === null) return false;
  return one.error.type === other.error.type && one.error.message === other.error.message;
}

function isEnd(state: JobState): boolean {
  return state === 'FAILED' || state === 'DEAD' || state === 'CANCELLED';
}
