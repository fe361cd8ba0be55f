/** How a topic is asked for over the live connection. */
import { EventsDocument, PulsesDocument, RunEventsDocument } from '#components/generated/events.ts';
import type { JobLogSubscription } from '#components/generated/log.ts';
import type { LiveEvent, Topic } from '#components/live/live-event.ts';

/** `after` moves on with every message, and the request is sent anew from there. */
export type FeedRequest = { query: string; variables: { after: string | undefined } & Record<string, unknown> };
/** What a message may carry: one of these. */
export type FeedMessage = {
  events?: LiveEvent;
  runEvents?: LiveEvent;
  pulses?: { cursor: string; events: number | null };
  jobLog?: LogNews;
  runLog?: LogNews;
};
/** Lines that were written to a log. */
export type LogNews = JobLogSubscription['jobLog'];

/** Asks for the events themselves. */
export function eventsRequest(topic: Topic, after: string | undefined): FeedRequest {
  if (topic.kind === 'run') {
    return { query: RunEventsDocument, variables: { run: topic.run, after } };
  }
  return { query: EventsDocument, variables: { filter: topic.filter, after } };
}

/** Asks to hear that something happened, at most once in `everyMs`. */
export function pulsesRequest(
  topic: Topic,
  { after, everyMs }: { after: string | undefined; everyMs: number },
): FeedRequest {
  const filter = topic.kind === 'run' ? { runs: [topic.run] } : topic.filter;
  const every = `PT${everyMs / 1_000}S`;
  return { query: PulsesDocument, variables: { filter, after, every } };
}
