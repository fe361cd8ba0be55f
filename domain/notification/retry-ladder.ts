/** When a message that did not get through is tried again. */

const [secondMs, minuteMs, hourMs] = [1_000, 60_000, 3_600_000];

// A restart takes seconds, a deployment minutes, an outage hours; what does not get through within a working day is for
// a person, who sees it in the log of deliveries.
const delaysMs = [30 * secondMs, 2 * minuteMs, 10 * minuteMs, 30 * minuteMs, 2 * hourMs, 6 * hourMs];

/** How many times a message is tried at most. */
export const triesMax = delaysMs.length + 1;

/** How long to wait after the try of this number, which counts from 1; undefined when it was the last one. */
export function retryAfterMs(tries: number): number | undefined {
  return delaysMs[tries - 1];
}
