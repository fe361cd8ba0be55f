/** Which addresses a tenant's work may reach: global unicast, nothing else. */
import ipaddr from 'ipaddr.js';

// What IANA's special-purpose registries keep from the public internet, and two addresses that clouds answer on.
export const refusedNetworks4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Azure's host agent: public by number, private by meaning.
  '168.63.129.16/32',
  // Metadata of another cloud, inside 100.64.0.0/10 but named, as others have moved theirs.
  '100.100.100.200/32',
];

// All of IPv6 but 2000::/3, then what is special within it. IPv4-compatible, mapped, NAT64, ULA, link-local and
// multicast addresses all lie outside 2000::/3.
export const refusedNetworks6: readonly string[] = [
  '::/3',
  '4000::/2',
  '8000::/1',
  // Teredo, ORCHID, benchmarking and the other protocol assignments.
  '2001::/23',
  '2001:db8::/32',
  // 6to4 carries an IPv4 address of anybody's choice.
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
];

const refused4 = refusedNetworks4.map((network) => ipaddr.parseCIDR(network));
const refused6 = refusedNetworks6.map((network) => ipaddr.parseCIDR(network));

/** True for text that is an address, in the one form that a URL writes it in. */
export function isAddress(host: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(host) || (host.includes(':') && ipaddr.IPv6.isValid(host));
}

/** True for a public unicast address; false for every other one and for text that is no address. */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) names a link of this machine.
  if (address.includes('%') || !isAddress(address)) return false;
  const parsed = ipaddr.parse(address);
  const networks = parsed.kind() === 'ipv4' ? refused4 : refused6;
  return parsed.range() === 'unicast' && !networks.some((network) => parsed.match(network));
}
