/** Where an outbound request may go: read from its URL first, and once more from the address it connects to. */
import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { bareHost, isAllowed, notPublic, type OutboundRules, readOutboundUrl } from '#domain/outbound/admit-url.ts';
import { isGlobalAddress } from './addresses.ts';
import { OutboundError } from './outbound-error.ts';

// A server that takes no connection by then has not been asked for anything: another try doubles nothing.
const outboundConnectMsMax = 10_000;

/** Finds all addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The system's resolver, with its order of addresses. */
export const resolveByDns: Resolve = (hostname) => dns.lookup(hostname, { all: true, order: 'verbatim' });

/** Parses a URL and refuses where it must not lead, as far as its text tells. */
export function admitUrl(text: string, rules: OutboundRules, base?: URL): URL {
  const read = readOutboundUrl(text, rules, base);
  if (!read.ok) throw new OutboundError(read.type, read.message);
  // The second opinion about an address that is written out.
  const host = bareHost(read.url.hostname);
  if (isIP(host) !== 0 && !isGlobalAddress(host) && !isAllowed(rules, read.url)) throw refusal(host);
  return read.url;
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
  return new OutboundError('OUTBOUND_REFUSED', notPublic(host));
}
