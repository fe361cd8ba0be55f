/** What the doors of accounts share: small JSON bodies from our own pages, and refusals with a status. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '#domain/refusal.ts';
import { isJsonObject } from '#domain/value/json.ts';
import type { Place } from '#engine/access/session/open-session.ts';
import { refuseTexts } from '#graphql/limits/refuse-values.ts';
import { arrivalOf } from '#graphql/server/arrival.ts';
import { readJson, sendJson } from '#graphql/server/http.ts';
import type { ServerParts } from '#graphql/server/server-parts.ts';

export type Exchange = { request: IncomingMessage; response: ServerResponse; requestId: string };

// An address, a name, a password, the secret of a link: each bounded by the engine again.
const bodySizeBytesMax = 8_192;
const bodyMsMax = 5_000;

type Wish = {
  /** The methods of the door, and what they do. */
  methods: string;
  says: string;
  needs: readonly string[];
  may?: readonly string[];
};

/** The texts of a POST from our own site; undefined when it was refused, which then is the answer. */
export async function readFields(
  parts: ServerParts,
  exchange: Exchange,
  { methods, says, needs, may = [] }: Wish,
): Promise<Record<string, string> | undefined> {
  const { request, response } = exchange;
  const no = (status: number, code: string, message: string) => {
    refuse(exchange, { status, code, message });
    return undefined;
  };
  if (!parts.places.isOwnOrigin(request)) return no(403, 'FORBIDDEN', 'do this from this site only');
  if (request.method !== 'POST') {
    response.setHeader('allow', methods);
    return no(405, 'BAD_REQUEST', says);
  }
  const read = await readJson(request, { sizeBytesMax: bodySizeBytesMax, waitMsMax: bodyMsMax });
  if (!('body' in read)) return no(read.status, 'BAD_REQUEST', read.message);
  const fields = isJsonObject(read.body) ? textsOf(read.body, { needs, may }) : undefined;
  if (fields === undefined) return no(400, 'BAD_INPUT', `send { ${needs.map((name) => `"${name}"`).join(', ')} }`);
  const unfit = refuseTexts(fields, 'body');
  return unfit === undefined ? fields : no(400, 'BAD_INPUT', unfit.message);
}

function textsOf(
  body: Record<string, unknown>,
  { needs, may }: Required<Pick<Wish, 'needs' | 'may'>>,
): Record<string, string> | undefined {
  const fields: Record<string, string> = {};
  for (const name of [...needs, ...may]) {
    const value = body[name];
    if (typeof value === 'string') fields[name] = value;
    else if (value !== undefined || needs.includes(name)) return undefined;
  }
  return fields;
}

/** Where the request came from. */
export function placeOf(request: IncomingMessage): Place {
  return { address: arrivalOf(request).address, userAgent: request.headers['user-agent'] };
}

const statuses: Record<string, number> = { FORBIDDEN: 403, LIMIT_REACHED: 429, NOT_FOUND: 404, NAME_TAKEN: 409 };

/** Answers with the first refusal of a command. */
export function refuseOutcome(
  exchange: Exchange,
  refusals: readonly Refusal[],
  own: Record<string, number> = {},
): void {
  const { code = 'FORBIDDEN', message = '', retryAfterMs, path = [] } = refusals[0] ?? {};
  refuse(exchange, { status: own[code] ?? statuses[code] ?? 400, code, message, retryAfterMs, path });
}

type Refused = { status: number; code: string; message: string; retryAfterMs?: number | undefined; path?: string[] };

/** Answers that nothing was done. */
export function refuse({ response, requestId }: Exchange, refusal: Refused): void {
  const { status, code, message, retryAfterMs = 1_000, path } = refusal;
  if (status === 429) response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  if (status === 413 || status === 408) response.setHeader('connection', 'close');
  sendJson(response, status, { error: { code, message, requestId, ...(path !== undefined && { path }) } });
}
