import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayUserAgent } from './user-agent.ts';

test('a session is told by browser and system, not by what browsers claim to be', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
  assert.equal(sayUserAgent(chrome), 'Chrome on Linux');
  assert.equal(sayUserAgent(`${chrome} Edg/131.0.0.0`), 'Edge on Linux');
  assert.equal(
    sayUserAgent('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0'),
    'Firefox on Windows',
  );
  assert.equal(
    sayUserAgent(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    ),
    'Safari on an iPhone',
  );
  assert.equal(
    sayUserAgent('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15'),
    'Safari on a Mac',
  );
});

test('whatever else is sent is said to be unknown, at any length', () => {
  for (const text of [null, '', 'node', 'x'.repeat(100_000)]) assert.equal(sayUserAgent(text), 'an unknown browser');
  assert.equal(sayUserAgent('Lynx (Linux)'), 'an unknown browser on Linux');
  assert.equal(sayUserAgent('curl/8.5.0'), 'curl');
});
