/** The console's figures, for whoever runs the platform: they tell of all tenants together. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mayReadMetrics } from '#engine/settings/metrics-access.ts';
import { credentialsOf, findCaller } from './callers.ts';
import { sendJson } from './http.ts';
import type { ServerParts } from './server-parts.ts';

/** Answers with the figures for Prometheus, to METRICS_TOKEN or to an API token of a platform admin. */
export async function answerMetrics(
  parts: ServerParts,
  exchange: { request: IncomingMessage; response: ServerResponse; requestId: string },
  token: string | undefined,
): Promise<void> {
  const { request, response, requestId } = exchange;
  if (mayReadMetrics(request, token) || (await isPlatformAdmin(parts, request))) {
    response.setHeader('content-type', parts.metrics.registry.contentType);
    response.end(await parts.metrics.registry.metrics());
    return;
  }
  response.setHeader('www-authenticate', 'Bearer');
  const message = 'show METRICS_TOKEN, or the API token of a platform admin, as a bearer token';
  sendJson(response, 401, { error: { code: 'UNAUTHENTICATED', message, requestId } });
}

// Figures must be there while the database is away; whether a stranger may see them can wait until it is back.
async function isPlatformAdmin(parts: ServerParts, request: IncomingMessage): Promise<boolean> {
  const credentials = credentialsOf(request);
  if (credentials.authorization === undefined) return false;
  const found = await findCaller(parts.database, { ...credentials, session: undefined, tenant: undefined });
  return 'caller' in found && found.caller.actor.permissions.has('platform.manage');
}
