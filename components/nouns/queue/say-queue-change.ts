/** What another priority or weight of a queue would do at once, for whoever is about to set it. */
import { sayWeight } from '#components/kit/words/say-cap.ts';
import { sayCount } from '#domain/value/say-count.ts';

/** A queue of the tenant as it is now. */
export type QueueBeside = { id: string; priority: number; weight: number; paused: boolean; depth: number };

/** Before which of the others it goes. */
export function sayPriorityNow(priority: number, beside: readonly QueueBeside[]): string {
  const waiting = beside.filter(hasWork);
  if (waiting.length === 0) return 'No other queue has jobs waiting now.';
  const higher = waiting.filter((other) => other.priority > priority).length;
  const equal = waiting.filter((other) => other.priority === priority).length;
  const lower = waiting.length - higher - equal;
  const parts = [
    higher > 0 && `${higher} ${higher === 1 ? 'goes' : 'go'} before it`,
    equal > 0 && `${equal} ${equal === 1 ? 'shares' : 'share'} with it by weight`,
    lower > 0 && `${lower} ${lower === 1 ? 'comes' : 'come'} after it`,
  ].filter((part) => part !== false);
  return `Of ${sayCount(waiting.length, 'other queue')} with jobs waiting now ${parts.join(', ')}.`;
}

/** What it gets beside those of the same priority. */
export function sayWeightNow(weight: number, priority: number, beside: readonly QueueBeside[]): string {
  const alike = beside.filter((other) => hasWork(other) && other.priority === priority);
  return sayWeight(
    weight,
    alike.map((other) => other.weight),
  );
}

function hasWork({ paused, depth }: QueueBeside): boolean {
  return !paused && depth > 0;
}
