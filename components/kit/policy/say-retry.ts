/** What a task promises, in words. */
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';
import { sayCount } from '#domain/value/say-count.ts';

/** A duration of the API as a person says it: `PT1H` is `1 hour`. */
export function sayTimeout(text: string): string {
  const ms = parseDurationMs(text);
  return ms.ok ? sayDuration(ms.value) : text;
}

type Retry = { maxAttempts: number; strategy: string; baseDelay: string; maxDelay: string };

/** What happens after a failed attempt. */
export function sayRetry({ maxAttempts, strategy, baseDelay, maxDelay }: Retry): string {
  if (maxAttempts === 1) return 'one attempt, no retry';
  const growth = strategy === 'FIXED' ? '' : `, growing to ${sayTimeout(maxDelay)} at most`;
  return `${sayCount(maxAttempts, 'attempt')}, ${sayTimeout(baseDelay)} after the first${growth}`;
}
