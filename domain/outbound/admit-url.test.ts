import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHandler } from '#domain/task/handler.ts';
import { refuseUnreachable } from '#domain/task/handler-addresses.ts';
import { nothingPrivate, readOutboundUrl, rulesOf } from './admit-url.ts';

const near = [
  'http://127.0.0.1/',
  'http://127.1:8080/',
  'http://0x7f.1/',
  'http://2130706433/',
  'http://0/',
  'http://[::1]:8080/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://100.64.0.1/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://0.0.0.0/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://api.localhost:3000/',
  'http://printer.local/',
  'http://metadata.google.internal/',
  'http://nas.home.arpa/',
  'https://１２７.０.０.１/',
];

test('a place that is near is refused however its URL writes it', () => {
  for (const url of near) {
    const read = readOutboundUrl(url, nothingPrivate);
    assert.equal(read.ok ? 'admitted' : read.type, 'OUTBOUND_REFUSED', url);
  }
});

test('public places are admitted, and names are left to those who look them up', () => {
  for (const url of [
    'https://example.com/',
    'http://example.com:8080/a?b=c',
    'https://1.1.1.1/',
    'http://[2606:4700::1111]/',
    'http://billing/',
    'https://localhost.example.com/',
    'https://mylocal/',
  ])
    assert.equal(readOutboundUrl(url, nothingPrivate).ok, true, url);
});

test('what is no call over HTTP is refused for what it is', () => {
  const reasons = ['ftp://example.com/', 'file:///etc/passwd', 'http://a:b@example.com/', 'nonsense', 'http://'].map(
    (url) => {
      const read = readOutboundUrl(url, nothingPrivate);
      return read.ok ? 'admitted' : read.type;
    },
  );
  assert.deepEqual(reasons, ['BAD_URL', 'BAD_URL', 'BAD_URL', 'BAD_URL', 'BAD_URL']);
  const mail = readOutboundUrl('http://example.com:25/', nothingPrivate);
  assert.equal(mail.ok ? '' : mail.message, 'port 25 belongs to another service than HTTP');
});

test('what the setting lists is admitted, at its own port and no other', () => {
  const rules = rulesOf(['127.0.0.1:4000', '[::1]:4000', 'localhost:25']);
  for (const url of ['http://127.0.0.1:4000/', 'http://0x7f.1:4000/', 'http://[::1]:4000/x', 'http://localhost:25/'])
    assert.equal(readOutboundUrl(url, rules).ok, true, url);
  for (const url of ['http://127.0.0.1:4001/', 'http://127.0.0.2:4000/', 'http://localhost:4000/'])
    assert.equal(readOutboundUrl(url, rules).ok, false, url);
});

test('a handler is refused at its address, with the setting that would allow it', () => {
  const refusalsOf = (input: object) => {
    const handler = parseHandler(input);
    return handler.ok ? refuseUnreachable(handler.value, rulesOf(['10.0.0.9:80'])) : handler.refusals;
  };
  const http = (url: string) => ({ http: { method: 'POST', url } });
  assert.deepEqual(refusalsOf(http('http://10.0.0.8:9000/orders/${{ params.id }}')), [
    {
      code: 'BAD_URL',
      message:
        '10.0.0.8 is not at a public address; workers call it only if OUTBOUND_ALLOW lists 10.0.0.8:9000, for console and worker alike',
      path: ['handler', 'http', 'url'],
    },
  ]);
  assert.deepEqual(refusalsOf({ plugin: { pluginId: 'p', runtimeUrl: 'http://[::1]:4000/' } })[0]?.path, [
    'handler',
    'plugin',
    'runtimeUrl',
  ]);
  for (const fine of [
    http('http://10.0.0.9/?q=${{ params.q }}'),
    http('https://example.com/'),
    { builtin: { name: 'noop' } },
  ])
    assert.deepEqual(refusalsOf(fine), []);
});
