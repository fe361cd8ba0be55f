/** The way out of the house, as handlers and messages see it. */
import { rulesOf } from '#domain/outbound/admit-url.ts';
import type { Resolve } from './outbound-rules.ts';

export type OutboundRequest = {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal: AbortSignal;
  /** From the first byte sent to the last one read, redirects included: the caller's own limit, and the only one. */
  totalTimeoutMs: number;
  responseSizeBytesMax?: number;
  /** False hands a redirect back as it came. */
  followsRedirects?: boolean;
  /** True when the beginning of the answer is enough: a longer one is cut rather than a fault. */
  cutsAnswer?: boolean;
};

export type OutboundResponse = {
  status: number;
  headers: Record<string, string>;
  bodyText: string;
  /** The body itself, when it is no text of the charset that it names. */
  bodyBytes?: Buffer;
};

export type Outbound = {
  /** Throws an OutboundError whenever there is no complete answer. */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  close(): Promise<void>;
};

/** `allow` lists `host:port` pairs that may be private; `resolve` is the resolver of names, the system's unless given. */
export type OutboundOptions = { allow: readonly string[]; resolve?: Resolve };

/** Opens the way out with its first request: the HTTP client is large, and a worker claims before it calls anybody. */
export function openOutbound(options: OutboundOptions): Outbound {
  const rules = rulesOf(options.allow);
  let opening: Promise<Outbound> | undefined;
  const open = async () => (await import('./outbound-way.ts')).openWay(rules, options.resolve);
  return {
    request: async (request) => {
      opening ??= open();
      return await (await opening).request(request);
    },
    close: async () => (await opening)?.close(),
  };
}
