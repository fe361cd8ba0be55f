/** Which addresses a tenant's job may reach: global unicast, nothing else. Two independent opinions must agree. */
import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

// What IANA's special-purpose registries keep from the public internet, and two addresses that clouds answer on.
const refusedNetworks4 = [
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
const refusedNetworks6 = [
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

// Two lists: a single one would compare every IPv4 address as a mapped one with the networks of IPv6.
const refused4 = new BlockList();
const refused6 = new BlockList();
for (const network of refusedNetworks4) refused4.addSubnet(...partsOf(network), 'ipv4');
for (const network of refusedNetworks6) refused6.addSubnet(...partsOf(network), 'ipv6');

/** True for a public unicast address; false for every other one and for text that is no address. */
export function isGlobalAddress(address: string): boolean {
  const version = isIP(address);
  // A zone (`fe80::1%eth0`) names a link of this machine.
  if (version === 0 || address.includes('%') || !ipaddr.isValid(address)) return false;
  if (version === 4 ? refused4.check(address, 'ipv4') : refused6.check(address, 'ipv6')) return false;
  return ipaddr.parse(address).range() === 'unicast';
}

function partsOf(network: string): [address: string, prefix: number] {
  const [address = '', prefix = ''] = network.split('/');
  return [address, Number(prefix)];
}
