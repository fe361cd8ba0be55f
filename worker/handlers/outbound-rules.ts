/** Where an outbound request may go: read from its URL first, and once more from the address it connects to. */
import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { taskBounds } from '#domain/bounds/task.ts';
import { isGlobalAddress } from './addresses.ts';
import { OutboundError } from './outbound-error.ts';

// A server that takes no connection by then has not been asked for anything: another try doubles nothing.
const outboundConnectMsMax = 10_000;

/** `host:port` pairs, as a URL writes them, that may lie in a private network. */
export type OutboundRules = { allowed: ReadonlySet<string> };

/** Finds all addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The system's resolver, with its order of addresses. */
export const resolveByDns: Resolve = (hostname) => dns.lookup(hostname, { all: true, order: 'verbatim' });

/** Reads the list of exceptions; a pair that cannot be read is a fault of the configuration. */
export function rulesOf(allow: readonly string[]): OutboundRules {
  return { allowed: new Set(allow.map(readPair)) };
}

/** Parses a URL as a browser would (`0x7f.1` is 127.0.0.1) and refuses where it must not lead. */
export function admitUrl(text: string, rules: OutboundRules, base?: URL): URL {
  const url = text.length > taskBounds.outboundUrlLengthMax ? null : URL.parse(text, base);
  if (url === null) throw new OutboundError('BAD_URL', 'the address is not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OutboundError('BAD_URL', `only http and https lead out, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutboundError('BAD_URL', 'a URL must not carry credentials; use a header');
  }
  const host = bareHost(url.hostname);
  const port = portOf(url);
  if (rules.allowed.has(`${host}:${port}`)) return url;
  if (isIP(host) !== 0 && !isGlobalAddress(host)) throw refusal(host);
  // Below 1024 live mail, files and names; HTTP has two doors there.
  if (port < 1_024 && port !== 80 && port !== 443) {
    throw new OutboundError('OUTBOUND_REFUSED', `port ${port} belongs to another service than HTTP`);
  }
  return url;
}

/** Connects only to addresses that may be reached, and exactly to those that were checked. */
export function guardedConnector(rules: OutboundRules, resolve: Resolve): buildConnector.connector {
  const timeout = outboundConnectMsMax;
  const free = buildConnector({ timeout, lookup: lookupBy(resolve) });
  const guarded = buildConnector({
    timeout,
    lookup: lookupBy(async (hostname) => checked(hostname, await resolve(hostname))),
  });
  return (options, callback) => {
    const host = bareHost(options.hostname);
    const port = options.port || (options.protocol === 'https:' ? '443' : '80');
    if (rules.allowed.has(`${host}:${port}`)) free(options, callback);
    // No lookup happens for an address written as such.
    else if (isIP(host) !== 0 && !isGlobalAddress(host)) process.nextTick(callback, refusal(host), null);
    else guarded(options, callback);
  };
}

// One private address among public ones is a trap: the connection may pick any.
function checked(hostname: string, addresses: LookupAddress[]): LookupAddress[] {
  if (addresses.some(({ address }) => !isGlobalAddress(address))) throw refusal(hostname);
  return addresses;
}

function lookupBy(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
      const [first] = addresses;
      // Out of the promise: an exception of the socket must not become a rejection of the lookup.
      process.nextTick(() => {
        if (error !== null || first === undefined) callback(error ?? unknownName(hostname), '', 0);
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      });
    };
    resolve(hostname).then(
      (addresses) => answer(null, addresses),
      (error: unknown) => answer(error instanceof Error ? error : new Error(String(error)), []),
    );
  };
}

function unknownName(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}

function refusal(host: string): OutboundError {
  return new OutboundError('OUTBOUND_REFUSED', `${host} is not at a public address`);
}

function readPair(pair: string): string {
  const url = /:\d+$/.test(pair) ? URL.parse(`http://${pair}`) : null;
  if (url === null || url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new Error(`OUTBOUND_ALLOW: "${pair}" is not host:port`);
  }
  return `${bareHost(url.hostname)}:${portOf(url)}`;
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
