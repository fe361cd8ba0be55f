import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { parseNetwork } from '#engine/settings/networks.ts';
import { arrivalOf, noteArrival } from './arrival.ts';

const proxies = ['10.0.0.0/8', '2001:db8:ff::/48'].flatMap((text) => {
  const network = parseNetwork(text);
  return network === undefined ? [] : [network];
});

/** A request as it comes from the peer with these headers. */
function requestFrom(peer: string, headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, headers);
  return request;
}

function seen(peer: string, headers: Record<string, string>) {
  const request = requestFrom(peer, headers);
  const isFitting = noteArrival(request, proxies);
  return { ...arrivalOf(request), isFitting };
}

test('the client is the first address from the right that is no trusted proxy', () => {
  const cases: [peer: string, forwarded: string, client: string][] = [
    ['10.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['::ffff:10.0.0.1', '203.0.113.5', '203.0.113.5'],
    // What the client itself wrote stands left of what the proxies wrote.
    ['10.0.0.1', '192.0.2.1, 203.0.113.5', '203.0.113.5'],
    ['10.0.0.1', '127.0.0.1, 203.0.113.5, 10.0.0.9', '203.0.113.5'],
    ['2001:db8:ff::1', '2001:db8:1::5', '2001:db8:1::5'],
    ['10.0.0.1', '203.0.113.5:55000', '203.0.113.5'],
    // Nobody but proxies, or no word that can be read: the last one that is known.
    ['10.0.0.1', '10.0.0.7', '10.0.0.7'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', '203.0.113.5, unknown', '10.0.0.1'],
  ];
  for (const [peer, forwarded, client] of cases)
    assert.equal(seen(peer, { 'x-forwarded-for': forwarded }).address, client, `${forwarded} from ${peer}`);
});

test('whoever is no trusted proxy is believed neither the address nor https, and is noticed', () => {
  const headers = { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' };
  assert.deepEqual(seen('198.51.100.1', headers), { address: '198.51.100.1', isHttps: false, isFitting: false });
  assert.deepEqual(seen('10.0.0.1', headers), { address: '203.0.113.5', isHttps: true, isFitting: true });
  assert.deepEqual(seen('198.51.100.1', {}), { address: '198.51.100.1', isHttps: false, isFitting: true });
});
