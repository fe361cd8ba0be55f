/**
 * Where a URL of a tenant may lead, as far as its text tells. Workers ask it of every request, and whoever registers a
 * task is told at once what they would refuse; what a name stands for is found out by the worker alone.
 */
import { taskBounds } from '#domain/bounds/task.ts';
import { isAddress, isPublicAddress } from './public-address.ts';

/** `host:port` pairs, as a URL writes them, that may lie in a private network. */
export type OutboundRules = { allowed: ReadonlySet<string> };

/** The rules of an installation that allows no private place. */
export const nothingPrivate: OutboundRules = { allowed: new Set() };

export type Admission =
  | { ok: true; url: URL }
  | { ok: false; type: 'BAD_URL' | 'OUTBOUND_REFUSED'; message: string; place: string | undefined };

/** Reads the list of exceptions; a pair that cannot be read is a fault of the configuration. */
export function rulesOf(allow: readonly string[]): OutboundRules {
  return { allowed: new Set(allow.map(readPair)) };
}

/** Parses a URL as a browser would (`0x7f.1` is 127.0.0.1) and says where it must not lead. */
export function readOutboundUrl(text: string, rules: OutboundRules, base?: URL): Admission {
  const url = text.length > taskBounds.outboundUrlLengthMax ? null : URL.parse(text, base);
  if (url === null) return wrong('the address is not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return wrong(`only http and https lead out, not ${url.protocol}`);
  if (url.username !== '' || url.password !== '') return wrong('a URL must not carry credentials; use a header');
  const host = bareHost(url.hostname);
  const port = portOf(url);
  const place = `${url.hostname}:${port}`;
  if (isAllowed(rules, url)) return { ok: true, url };
  if (isLocalName(host) || (isAddress(host) && !isPublicAddress(host)))
    return { ok: false, type: 'OUTBOUND_REFUSED', message: notPublic(host), place };
  // Below 1024 live mail, files and names; HTTP has two doors there.
  if (port < 1_024 && port !== 80 && port !== 443) {
    const message = `port ${port} belongs to another service than HTTP`;
    return { ok: false, type: 'OUTBOUND_REFUSED', message, place };
  }
  return { ok: true, url };
}

/** True when the installation says that this place may be reached wherever it lies. */
export function isAllowed(rules: OutboundRules, url: URL): boolean {
  return rules.allowed.has(`${bareHost(url.hostname)}:${portOf(url)}`);
}

/** What is said of a host that must not be reached; never what it resolved to. */
export function notPublic(host: string): string {
  return `${host} is not at a public address`;
}

/** A host as an address is written outside of URLs. */
export function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** The port that a URL leads to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

// Names that are reserved for what is near: no public resolver answers them with a public address.
const localName = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i;

function isLocalName(host: string): boolean {
  return localName.test(host);
}

function wrong(message: string): Admission {
  return { ok: false, type: 'BAD_URL', message, place: undefined };
}

function readPair(pair: string): string {
  const url = /:\d+$/.test(pair) ? URL.parse(`http://${pair}`) : null;
  if (url === null || url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new Error(`OUTBOUND_ALLOW: "${pair}" is not host:port`);
  }
  return `${bareHost(url.hostname)}:${portOf(url)}`;
}
