/** Who may read the figures of a process: whoever knows METRICS_TOKEN; without one, whoever asks from the machine itself. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { secretHash } from '#engine/store/secret/secrets.ts';

type Asking = { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } };

/** True when the request may read them. A proxy on the same machine speaks for somebody else, so it is not the machine itself. */
export function mayReadMetrics({ headers, socket }: Asking, token: string | undefined): boolean {
  if (token !== undefined) {
    const shown = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(secretHash(shown), secretHash(token));
  }
  const isForwarded = 'x-forwarded-for' in headers || 'forwarded' in headers;
  return !isForwarded && /^(127\.|::ffff:127\.|::1$)/.test(socket.remoteAddress ?? '');
}
