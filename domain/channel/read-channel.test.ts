import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChannelInput, readChannel, slaBreachUrl } from './read-channel.ts';

const mail: ChannelInput = { name: 'ops', kind: 'EMAIL', to: ['ops@example.com'] };
const hook: ChannelInput = { name: 'hook', kind: 'WEBHOOK', url: 'https://example.com/in?team=1' };

const placesOf = (input: ChannelInput) => {
  const outcome = readChannel(input);
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
};

test('a channel leads to addresses of mail or to a URL, and a field that would have no effect is refused', () => {
  assert.deepEqual([placesOf(mail), placesOf(hook), placesOf({ ...hook, kind: 'SLA_BREACH' })], [[], [], []]);
  assert.deepEqual(placesOf({ ...mail, url: 'https://example.com/' }), ['BAD_INPUT url']);
  assert.deepEqual(placesOf({ ...hook, to: ['ops@example.com'] }), ['BAD_INPUT to']);
  assert.deepEqual(placesOf({ name: '', kind: 'EMAIL' }), ['BAD_INPUT name', 'BAD_INPUT to']);
});

test('no address can carry a second header, a second recipient or a name of its own', () => {
  const bad = [
    'a@b\r\nBcc: c@d',
    'a@b,c@d',
    'Ada <ada@example.com>',
    'nobody',
    '@example.com',
    `${'a'.repeat(65)}@b`,
    'a@b\u0000',
  ];
  for (const address of bad) assert.deepEqual(placesOf({ ...mail, to: [address] }), ['BAD_INPUT to.0'], address);
  const twenty = Array.from({ length: 20 }, (_, n) => `a${n}@example.com`);
  assert.deepEqual(
    [placesOf({ ...mail, to: twenty }), placesOf({ ...mail, to: [...twenty, 'b@c'] })],
    [[], ['BAD_INPUT to']],
  );
});

test('a webhook is called over http or https, without credentials in its address', () => {
  const bad = [
    '',
    'example.com',
    'ftp://example.com/',
    'https://user:pw@example.com/',
    'https://example.com/#x',
    `https://example.com/${'a'.repeat(2_048)}`,
  ];
  for (const url of bad) assert.deepEqual(placesOf({ ...hook, url }), ['BAD_URL url'], url);
});

test('breaches of service levels go to their own place below the address', () => {
  assert.equal(slaBreachUrl('https://ops.example/api/'), 'https://ops.example/api/notifications/sla-breach');
  assert.equal(slaBreachUrl('https://ops.example?key=1'), 'https://ops.example/notifications/sla-breach?key=1');
});
