import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin, networkOf, parseNetwork, plainAddress } from './networks.ts';

function networks(...texts: string[]) {
  return texts.map((text) => {
    const network = parseNetwork(text);
    assert.ok(network !== undefined, text);
    return network;
  });
}

test('an address lies in the networks that hold it, however it is spelt', () => {
  const trusted = networks('10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1');
  for (const inside of ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', '2001:DB8:0:0::5', '::1'])
    assert.equal(isWithin(inside, trusted), true, inside);
  for (const outside of ['11.0.0.1', '192.0.2.8', '2001:db9::1', '::2', '', 'localhost', '10.1', '012.0.0.1'])
    assert.equal(isWithin(outside, trusted), false, outside);
});

test('what is no address and no network is not read as one', () => {
  for (const text of ['', 'proxy', '10.0.0.0/33', '10/8', '0x7f.1', '2001:db8::/129', '10.0.0.1:80'])
    assert.equal(parseNetwork(text), undefined, text);
});

test('a proxy may write a port beside the address', () => {
  const spellings: [string, string | undefined][] = [
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['[2001:db8::9]:4711', '2001:db8::9'],
    ['2001:db8::9', '2001:db8::9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['unknown', undefined],
    ['_hidden', undefined],
    ['', undefined],
  ];
  for (const [text, address] of spellings) assert.equal(plainAddress(text), address, text);
});

test('the addresses of one IPv6 network count as one, those of IPv4 each for itself', () => {
  assert.equal(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:2:ffff::9'));
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'));
  assert.notEqual(networkOf('203.0.113.1'), networkOf('203.0.113.2'));
  assert.equal(networkOf('::ffff:203.0.113.1'), networkOf('203.0.113.1'));
});
