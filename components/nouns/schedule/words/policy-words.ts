/** What the policies of a schedule mean, each in one sentence. */
import type { CatchUpPolicy, OverlapPolicy } from '#components/generated/schedules.ts';
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';

type Words = { word: string; sentence: string };

export const overlapWords: Record<OverlapPolicy, Words> = {
  SKIP: { word: 'Skip', sentence: 'While earlier work is still open, a tick makes nothing and says so.' },
  ALLOW_ALL: { word: 'Run side by side', sentence: 'Every tick makes its work, whatever is still open.' },
  BUFFER_ONE: { word: 'Keep one waiting', sentence: 'While earlier work is still open, one tick waits for it.' },
  BUFFER_ALL: { word: 'Keep all waiting', sentence: 'While earlier work is still open, every tick waits its turn.' },
  CANCEL_OTHER: { word: 'Cancel the earlier', sentence: 'A tick cancels the earlier work that is still open.' },
};

export const catchUpWords: Record<CatchUpPolicy, Words> = {
  NONE: { word: 'Never', sentence: 'Ticks that nobody planned in time are recorded as missed.' },
  LAST: {
    word: 'The last one',
    sentence: 'After an outage the last missed tick fires late; those before it are missed.',
  },
  ALL: { word: 'All of them', sentence: 'After an outage every missed tick fires late, one after the other.' },
};

/** How late a missed tick may still fire: `at most 6 h late`; undefined when there is no such window. */
export function sayWindow(window: string | null): string | undefined {
  if (window === null) return undefined;
  const parsed = parseDurationMs(window);
  return parsed.ok ? `at most ${sayDuration(parsed.value)} late` : undefined;
}

/** What becomes of the instants that passed during a pause, once it ends. */
export function sayResume(catchUp: { policy: CatchUpPolicy; window: string | null }): string {
  const missed = 'Resuming records what passed during the pause as missed';
  if (catchUp.policy === 'NONE') return `${missed}.`;
  const window = sayWindow(catchUp.window);
  return `${missed}, but fires the last of it${window === undefined ? '' : ` if it is ${window}`}.`;
}
