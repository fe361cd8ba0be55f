/** Which addresses a tenant's job may reach. Two independent opinions must agree: the rule's, and that of the runtime. */
import { BlockList, isIP } from 'node:net';
import { isPublicAddress, refusedNetworks4, refusedNetworks6 } from '#domain/outbound/public-address.ts';

// Two lists: a single one would compare every IPv4 address as a mapped one with the networks of IPv6.
const refused4 = new BlockList();
const refused6 = new BlockList();
for (const network of refusedNetworks4) refused4.addSubnet(...partsOf(network), 'ipv4');
for (const network of refusedNetworks6) refused6.addSubnet(...partsOf(network), 'ipv6');

/** True for a public unicast address; false for every other one and for text that is no address. */
export function isGlobalAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0 || !isPublicAddress(address)) return false;
  return !(version === 4 ? refused4.check(address, 'ipv4') : refused6.check(address, 'ipv6'));
}

function partsOf(network: string): [address: string, prefix: number] {
  const [address = '', prefix = ''] = network.split('/');
  return [address, Number(prefix)];
}
