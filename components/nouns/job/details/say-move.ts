/** Why a job changed its state, as a sentence. */
import { type SaidEvent, sayEvent } from '#components/kit/words/say-event.ts';
import { eventCatalogue, type JobEventType } from '#domain/event-catalogue.ts';
import type { JobState } from '#domain/machines.ts';

type Move = { from: JobState | null; to: JobState; reason: string | null; at: string; attempt: number | null };
type Tried = { startedAt: string; error: { type: string; message: string } | null };

/** What of a job its moves are told with. */
export type MovedJob = {
  stepKey: string | null;
  maxAttempts: number;
  transitions: readonly Move[];
  attempts: readonly Tried[];
};

/** The sentence of one of the moves of a job, and the type of the event that the log has for it. */
export function sayMove({ stepKey, maxAttempts, transitions, attempts }: MovedJob, place: number) {
  const move = transitions[place];
  if (move === undefined) return undefined;
  const type = eventTypeOf(move);
  // Who did it stands beside the sentence.
  const event: SaidEvent = { ...move, type: type ?? '', payload: { stepKey }, by: null };
  const error = move.from === 'RUNNING' ? attemptAt(attempts, move.at)?.error : undefined;
  const next = transitions[place + 1];
  const waitedMs = next?.to === 'RUNNING' ? Date.parse(next.at) - Date.parse(move.at) : undefined;
  return { type, sentence: sayEvent(event, { maxAttempts, waitedMs, error: error ?? undefined }) };
}

const jobEvents = Object.entries(eventCatalogue).flatMap(([type, entry]) =>
  isJobEvent(type) && 'move' in entry ? [{ type, move: entry.move }] : [],
);

/** The event that tells of a move; what is new with a state is told by the first that leads to it. */
export function eventTypeOf({ from, to }: Pick<Move, 'from' | 'to'>): JobEventType | undefined {
  return jobEvents.find(({ move }) => {
    const [sources, targets]: readonly string[][] = [[...move.from], [...move.to]];
    return targets?.includes(to) === true && (from === null || sources?.includes(from) === true);
  })?.type;
}

function isJobEvent(type: string): type is JobEventType {
  return type.startsWith('job.');
}

// The one that was under way: an attempt begins when the job begins to run.
function attemptAt(attempts: readonly Tried[], at: string): Tried | undefined {
  return attempts.findLast(({ startedAt }) => Date.parse(startedAt) <= Date.parse(at));
}
