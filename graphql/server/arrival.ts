/**
 * How a request reached us: from which address, and whether by https. A proxy tells both in headers that anybody can
 * send, so only the proxies named in TRUSTED_PROXIES are believed.
 */
import type { IncomingMessage } from 'node:http';
import { isWithin, type Networks, plainAddress } from '#engine/settings/networks.ts';

export type Arrival = { address: string; isHttps: boolean };

// A request arrives once, and is asked about by whoever answers it.
const arrivals = new WeakMap<IncomingMessage, Arrival>();

/** Notes how the request arrived. False when somebody who is no trusted proxy spoke like one. */
export function noteArrival(request: IncomingMessage, proxies: Networks): boolean {
  const peer = directArrival(request);
  const isTrusted = isWithin(peer.address, proxies);
  if (isTrusted) {
    const scheme = headerOf(request, 'x-forwarded-proto').split(',')[0]?.trim().toLowerCase();
    arrivals.set(request, {
      address: clientAddress(peer.address, headerOf(request, 'x-forwarded-for'), proxies),
      isHttps: peer.isHttps || scheme === 'https',
    });
  }
  return isTrusted || !('x-forwarded-for' in request.headers || 'x-forwarded-proto' in request.headers);
}

/** How the request arrived, as far as trusted proxies tell; else as its socket tells. */
export function arrivalOf(request: IncomingMessage): Arrival {
  return arrivals.get(request) ?? directArrival(request);
}

function directArrival({ socket }: IncomingMessage): Arrival {
  const { remoteAddress = '' } = socket;
  return { address: plainAddress(remoteAddress) ?? remoteAddress, isHttps: 'encrypted' in socket };
}

// Each proxy adds at the right whom it heard. From there to the left every word is as good as the proxy that said it:
// the first address that is no trusted proxy is the client, and what stands left of it is hearsay.
function clientAddress(peer: string, forwarded: string, proxies: Networks): string {
  let client = peer;
  for (const word of forwarded.split(',').reverse()) {
    if (!isWithin(client, proxies)) break;
    const address = plainAddress(word.trim());
    if (address === undefined) break;
    client = address;
  }
  return client;
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
