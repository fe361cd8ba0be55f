import { jobLooks, type Look } from '#components/state/state-look.ts';

const looks: Record<string, Look> = {
  RUNNING: jobLooks.RUNNING,
  SUCCEEDED: jobLooks.SUCCEEDED,
  FAILED: jobLooks.FAILED,
  // The last one of a job that is dead failed as those before it.
  DEAD: jobLooks.FAILED,
  CANCELLED: jobLooks.CANCELLED,
  RELEASED: { word: 'Released', family: 'waiting', glyph: 'loop' },
  LOST: { word: 'Lost', family: 'warning', glyph: 'mark' },
};

/** What the state of an attempt looks like; a state from a newer server keeps its own word. */
export function attemptLook(state: string): Look {
  return looks[state] ?? { word: state, family: 'waiting', glyph: 'circle' };
}
