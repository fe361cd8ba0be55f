/**
 * The names under which this console may be reached. A page of another site can point a name of its own at our address;
 * the browser then takes us for that site. So a request counts only when it calls us by a name that is ours: one of
 * PUBLIC_URLS, this machine's own names, or the address that it came to.
 */
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';

export type Places = {
  /** True when the request calls us by a name of ours. */
  isHere(request: IncomingMessage): boolean;
  /** True unless a browser says that another site made it send this. Programs send no Origin. */
  isOwnOrigin(request: IncomingMessage): boolean;
};

/** `publicUrls` are what people type; `host` is where the server listens. */
export function openPlaces({ publicUrls, host }: { publicUrls: readonly string[]; host: string }): Places {
  const origins = new Set(publicUrls.map((url) => new URL(url).origin));
  const publicHosts = new Set(publicUrls.flatMap(hostsOf));
  const ownNames = new Set(['localhost', '127.0.0.1', '[::1]', hostname().toLowerCase(), bracketed(host)]);

  const isHere = (request: IncomingMessage): boolean => {
    const place = placeOf(request);
    if (place === undefined) return false;
    const { localAddress = '' } = request.socket;
    return (
      publicHosts.has(place.host) || ownNames.has(place.hostname) || place.hostname === bracketed(plain(localAddress))
    );
  };
  return {
    isHere,
    isOwnOrigin: (request) => {
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
      const { origin } = request.headers;
      if (origin === undefined) return true;
      if (!URL.canParse(origin)) return false;
      const from = new URL(origin);
      return origins.has(from.origin) || (isHere(request) && from.host === placeOf(request)?.host);
    },
  };
}

// A proxy may write out the port that goes without saying.
function hostsOf(publicUrl: string): string[] {
  const { protocol, port, host } = new URL(publicUrl);
  return protocol === 'https:' && port === '' ? [host, `${host}:443`] : [host];
}

// Read as a browser reads it, so that both sides of a comparison are spelled the same way.
function placeOf({ headers: { host = '' } }: IncomingMessage): URL | undefined {
  const text = `http://${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(text) ? new URL(text) : undefined;
}

function plain(address: string): string {
  return address.replace(/^::ffff:/, '');
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address.toLowerCase();
}
