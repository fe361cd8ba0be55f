/** Network addresses: which proxies are trusted, and who counts as one network when tries are counted. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Networks that were named, read once. */
export type Networks = readonly [Address, number][];

/** Reads an address or a network such as 10.0.0.0/8; undefined when it is neither. */
export function parseNetwork(text: string): Networks[number] | undefined {
  const [, base = text, length] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = parseAddress(base);
  if (address === undefined) return undefined;
  const bitsMax = address.kind() === 'ipv4' ? 32 : 128;
  const bits = length === undefined ? bitsMax : Number(length);
  return bits > bitsMax ? undefined : [address, bits];
}

/** True when the address lies in one of the networks. An IPv4 address written as IPv6 is still the IPv4 address. */
export function isWithin(text: string, networks: Networks): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  return networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
}

/** The address in one spelling, its port and brackets taken off; undefined when it is none. */
export function plainAddress(text: string): string | undefined {
  const bare = /^\[(.+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text;
  return parseAddress(bare)?.toString();
}

// What one household, machine or tenant of a hoster is given of IPv6; whoever has one address of it has them all.
const networkBitsOfIpv6 = 64;

/** What an address is counted as: itself, or for IPv6 the network it was drawn from. Other texts stay as they are. */
export function networkOf(text: string): string {
  const address = parseAddress(text);
  if (address === undefined) return text;
  if (address.kind() === 'ipv4') return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${networkBitsOfIpv6}`).toString();
}

function parseAddress(text: string): Address | undefined {
  // Four numbers with dots only: the octal and shortened spellings mean different things to different readers.
  const isPlain = text.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(text);
  return isPlain && ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}
