/** Follows a run by the event subscription of the public API, and checks what it promises: every event, once, in order. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export type Followed = {
  /** How many events came. */
  events: number;
  /** Where the numbering broke, in words; none when it was 1 to n. */
  breaks: string[];
};

type RunEvent = { seq: number; type: string };
type Following = { url: string; token: string; tenant: string | undefined; runId: string };

const document = 'subscription FollowRun($run: ID!) { runEvents(run: $run) { seq type } }';
const ends = new Set(['run.succeeded', 'run.failed', 'run.cancelled']);

/** Resolves with the run's last event; throws when the connection breaks, because then nothing is proved. */
export async function followRun({ url, token, tenant, runId }: Following): Promise<Followed> {
  const connectionParams: Record<string, string> = {};
  if (token !== '') connectionParams.authorization = `Bearer ${token}`;
  if (tenant !== undefined) connectionParams.tenant = tenant;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });
  const followed: Followed = { events: 0, breaks: [] };
  try {
    const stream = client.iterate<{ runEvents: RunEvent }>({ query: document, variables: { run: runId } });
    for await (const { data, errors } of stream) {
      if (errors !== undefined) throw new Error(errors.map((error) => error.message).join('; '));
      const event = data?.runEvents;
      if (event === undefined) continue;
      followed.events += 1;
      if (event.seq !== followed.events) followed.breaks.push(`event ${followed.events} has number ${event.seq}`);
      if (ends.has(event.type)) return followed;
    }
    throw new Error('the subscription ended before the run');
  } finally {
    await client.dispose();
  }
}
