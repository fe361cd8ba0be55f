import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { type FakeRuntime, packedWords, startFakeRuntime } from '#testing/worker/fake-runtime.ts';
import { type Outbound, type OutboundRequest, type OutboundResponse, openOutbound } from './outbound.ts';
import { OutboundError, type OutboundErrorType } from './outbound-error.ts';

let runtime: FakeRuntime;
let stranger: FakeRuntime;
let outbound: Outbound;
let locked: Outbound;

before(async () => {
  runtime = await startFakeRuntime();
  stranger = await startFakeRuntime();
  outbound = openOutbound({ allow: [runtime.authority] });
  locked = openOutbound({
    allow: [],
    resolve: async (name) => (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });
});

after(async () => {
  await Promise.all([outbound.close(), locked.close()]);
  await Promise.all([runtime.close(), stranger.close()]);
});

const names: Record<string, string[]> = {
  'inner.example': ['10.0.0.7'],
  'loop.example': ['127.0.0.1'],
  'loop6.example': ['::1'],
  'metadata.example': ['169.254.169.254'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'compatible.example': ['::a9fe:a9fe'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mixed6.example': ['2606:4700:4700::1111', 'fd00::1'],
};

const literals = [
  'http://0x7f.1',
  'http://127.1',
  'http://2130706433',
  'http://0177.0.0.1',
  'http://0',
  'http://①②⑦.⓪.⓪.①',
  'http://１２７.0.0.1',
  'http://127。0。0。1',
  'http://169.254.169.254/latest/meta-data/',
  'http://0xa9fea9fe/',
  'http://100.100.100.200',
  'http://168.63.129.16',
  'http://[::1]',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:a9fe:a9fe]',
  'http://[::a9fe:a9fe]',
  'http://[::127.0.0.1]',
  'http://[64:ff9b::7f00:1]',
  'http://[2002:7f00:1::]',
  'http://[2001:0:1::1]',
  'http://[fe80::1]',
  'http://[fd00:ec2::254]',
  'http://[ff02::1]',
  'http://10.0.0.1',
  'http://100.64.0.1',
  'http://224.0.0.1',
  'http://255.255.255.255',
];

function ask(from: Outbound, url: string, more: Partial<OutboundRequest> = {}): Promise<OutboundResponse> {
  return from.request({
    url,
    method: 'GET',
    headers: {},
    signal: new AbortController().signal,
    totalTimeoutMs: 10_000,
    ...more,
  });
}

function packed(packing: string): string {
  return `${runtime.url}/packed?as=${encodeURIComponent(packing)}`;
}

async function failsWith(type: OutboundErrorType, asked: Promise<OutboundResponse>, what = ''): Promise<OutboundError> {
  const error = await asked.then(
    (response) => assert.fail(`answered ${response.status} ${what}`),
    (fault: unknown) => fault,
  );
  assert.ok(error instanceof OutboundError, `${what} ${String(error)}`);
  assert.equal(error.type, type, `${what} ${error.message}`);
  return error;
}

test('an address of an inner network is refused however it is written', async () => {
  for (const url of literals) {
    const error = await failsWith('OUTBOUND_REFUSED', ask(locked, url), url);
    assert.equal(error.retryable, false);
  }
  const { port } = runtime;
  const count = runtime.requests.length;
  for (const host of ['127.0.0.1', '127.1', '0x7f.1', '[::ffff:127.0.0.1]']) {
    await failsWith('OUTBOUND_REFUSED', ask(locked, `http://${host}:${port}/ok`), host);
  }
  assert.equal(runtime.requests.length, count);
});

test('a name that resolves to an inner address is refused, even if only one of its addresses is', async () => {
  for (const name of Object.keys(names)) {
    const error = await failsWith('OUTBOUND_REFUSED', ask(locked, `http://${name}:${runtime.port}/ok`), name);
    for (const address of names[name] ?? [])
      assert.ok(!error.message.includes(address), 'the answer of the resolver stays inside');
  }
  assert.ok(runtime.requests.every(({ headers }) => !headers.host?.includes('.example')));
});

test('localhost is refused by what the system resolves it to', async () => {
  const systemNames = openOutbound({ allow: [] });
  await failsWith('OUTBOUND_REFUSED', ask(systemNames, `http://localhost:${runtime.port}/ok`));
  await systemNames.close();
});

test('the address that was checked is the one connected to: a name is looked up once per connection', async () => {
  // The first answer is the allowed runtime; a second lookup would lead elsewhere.
  const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '127.0.0.2', family: 4 }]];
  let lookups = 0;
  const rebinding = openOutbound({
    allow: [`runtime.example:${runtime.port}`],
    resolve: async () => answers[lookups++] ?? [],
  });
  const response = await ask(rebinding, `http://runtime.example:${runtime.port}/ok`);
  assert.equal(response.status, 200);
  assert.equal(lookups, 1);
  await rebinding.close();
});

test('an exception of the list holds for its own port and its own name only', async () => {
  assert.equal((await ask(outbound, `${runtime.url}/ok`)).status, 200);
  const count = stranger.requests.length;
  await failsWith('OUTBOUND_REFUSED', ask(outbound, `${stranger.url}/ok`));
  await failsWith('OUTBOUND_REFUSED', ask(outbound, `http://localhost:${runtime.port}/ok`));
  assert.equal(stranger.requests.length, count);
});

test('an exception that cannot be read is a fault of the configuration', () => {
  for (const pair of ['localhost', 'http://localhost:1', ':80', 'a b:80', 'host:80/path', 'host:99999']) {
    assert.throws(() => openOutbound({ allow: [pair] }), /OUTBOUND_ALLOW/, pair);
  }
});

test('only http and https lead out, on the ports where HTTP lives, without credentials in the URL', async () => {
  for (const url of [
    'file:///etc/passwd',
    'ftp://example.com',
    'gopher://example.com',
    'data:,x',
    'javascript:1',
    'not a url',
    '',
    '//x',
    'http://',
    `http://e.x/${'a'.repeat(9_000)}`,
    'http://user:word@example.com',
    'http://1.2.3.256',
  ]) {
    const error = await failsWith('BAD_URL', ask(locked, url), url);
    assert.equal(error.retryable, false);
  }
  for (const port of [22, 25, 53, 445]) await failsWith('OUTBOUND_REFUSED', ask(locked, `http://8.8.8.8:${port}/`));
});

test('a redirect to an inner address is refused and never asked for', async () => {
  const count = stranger.requests.length;
  for (const to of [
    `${stranger.url}/ok`,
    'http://169.254.169.254/',
    'http://[::1]/',
    `http://localhost:${stranger.port}/`,
    '//127.1/',
  ]) {
    await failsWith('OUTBOUND_REFUSED', ask(outbound, `${runtime.url}/redirect?to=${encodeURIComponent(to)}`), to);
  }
  await failsWith('BAD_URL', ask(outbound, `${runtime.url}/redirect?to=${encodeURIComponent('file:///etc/passwd')}`));
  assert.equal(stranger.requests.length, count);
});

test('three redirects are followed, a fourth is not', async () => {
  assert.equal((await ask(outbound, `${runtime.url}/hops/3`)).bodyText, '{"ok":true}');
  const error = await failsWith('TOO_MANY_REDIRECTS', ask(outbound, `${runtime.url}/hops/4`));
  assert.equal(error.retryable, false);
});

test('a redirect to another origin takes no secrets along', async () => {
  const both = openOutbound({ allow: [runtime.authority, stranger.authority] });
  const headers = { Authorization: 'Bearer secret', Cookie: 'a=b', 'X-Api-Key': 'secret', traceparent: '00-trace' };
  const there = await ask(both, `${runtime.url}/redirect?to=${encodeURIComponent(`${stranger.url}/mirror`)}`, {
    headers,
  });
  assert.ok(!there.bodyText.includes('secret') && !there.bodyText.includes('a=b'));
  assert.ok(there.bodyText.includes('00-trace'));
  const here = await ask(both, `${runtime.url}/redirect?to=/mirror`, { headers });
  assert.ok(here.bodyText.includes('Bearer secret'));
  await both.close();
});

test('a redirected POST becomes a GET where the standard says so, and stays a POST where it must', async () => {
  const post = { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } };
  const found: unknown = JSON.parse(
    (await ask(outbound, `${runtime.url}/redirect?status=302&to=/mirror`, post)).bodyText,
  );
  const kept: unknown = JSON.parse(
    (await ask(outbound, `${runtime.url}/redirect?status=307&to=/mirror`, post)).bodyText,
  );
  assert.partialDeepStrictEqual(found, { method: 'GET', body: '' });
  assert.partialDeepStrictEqual(kept, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json' },
  });
});

test('an answer above the limit is cut off, packed or not', async () => {
  const fits = await ask(outbound, `${runtime.url}/huge?bytes=1048576`);
  assert.equal(fits.bodyText.length, 1_048_576);
  const large = await failsWith('TOO_LARGE', ask(outbound, `${runtime.url}/huge?bytes=1048577`));
  const bomb = await failsWith('TOO_LARGE', ask(outbound, `${runtime.url}/bomb`));
  assert.deepEqual([large.retryable, bomb.retryable], [false, false]);
  assert.equal(runtime.requests.at(-1)?.headers['accept-encoding'], 'identity');
});

test('a packed answer is unpacked although nobody asked for it, also one packed twice', async () => {
  for (const packing of ['gzip', 'x-gzip', 'GZIP', 'deflate', 'raw-deflate', 'br', 'gzip, br', 'identity', '']) {
    const answer = await ask(outbound, packed(packing));
    assert.equal(answer.bodyText, packedWords, packing);
  }
  const empty = await ask(outbound, `${runtime.url}/packed?as=gzip`, { method: 'HEAD' });
  assert.equal(empty.bodyText, '');
});

test('what is packed as nobody knows is refused for good, and what is broken is worth another try', async () => {
  for (const packing of ['compress', 'gzip, gzip, gzip'])
    assert.equal((await failsWith('BAD_ENCODING', ask(outbound, packed(packing)), packing)).retryable, false);
  for (const packing of ['gzip', 'deflate', 'br'])
    assert.equal((await failsWith('BAD_RESPONSE', ask(outbound, `${packed(packing)}&broken=1`))).retryable, true);
});

test("no limit but the request's own ends it, however late the server begins", async (t) => {
  const { promise: isAsked, resolve: hear } = Promise.withResolvers<void>();
  const { promise: answer, resolve: say } = Promise.withResolvers<Json>();
  runtime.teach('late', () => {
    hear();
    return answer;
  });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const late = { method: 'POST', body: '{}', totalTimeoutMs: 3_600_000 };
  const asked = ask(outbound, `${runtime.url}/plugin/runtime/late/execute`, late);
  await isAsked;
  t.mock.timers.tick(3_599_000);
  say({ result: 'at last' });
  assert.equal((await asked).bodyText, '{"result":"at last"}');
});

test('an endless answer ends at its size limit', async () => {
  const asked = ask(outbound, `${runtime.url}/drip`, { responseSizeBytesMax: 5 });
  await failsWith('TOO_LARGE', asked);
  assert.equal(await runtime.requests.at(-1)?.hungUp, true);
});

test('a server that does not begin to answer, or never ends, runs into the timeouts and is hung up on', async () => {
  for (const [path, limits] of [
    ['slow', { totalTimeoutMs: 30 }],
    ['stall', { totalTimeoutMs: 30 }],
    ['drip', { totalTimeoutMs: 30 }],
  ] as const) {
    const error = await failsWith('TIMEOUT', ask(outbound, `${runtime.url}/${path}`, limits), path);
    assert.equal(error.retryable, true);
    assert.equal(await runtime.requests.at(-1)?.hungUp, true);
  }
  await failsWith('TIMEOUT', ask(outbound, `${runtime.url}/ok`, { totalTimeoutMs: 0 }));
});

test('a lookup that never ends runs into the timeout', async () => {
  const stuck = openOutbound({ allow: [], resolve: () => new Promise(() => undefined) });
  await failsWith('TIMEOUT', ask(stuck, 'http://stuck.example/', { totalTimeoutMs: 20 }));
  await stuck.close();
});

test('a cancelled request hangs up at once, before and within the answer', async () => {
  for (const path of ['slow', 'stall']) {
    const cancel = new AbortController();
    const count = runtime.requests.length;
    const asked = failsWith('ABORTED', ask(outbound, `${runtime.url}/${path}`, { signal: cancel.signal }));
    let request = await runtime.nextRequest();
    while (runtime.requests.indexOf(request) < count) request = await runtime.nextRequest();
    cancel.abort();
    await asked;
    assert.equal(await request.hungUp, true);
  }
  await failsWith('ABORTED', ask(outbound, `${runtime.url}/ok`, { signal: AbortSignal.abort() }));
});

test('no connection, a broken one and noise are worth another try', async () => {
  const gone = await startFakeRuntime();
  const lost = openOutbound({ allow: [gone.authority] });
  await gone.close();
  const refused = await failsWith('CONNECT', ask(lost, gone.url));
  const cut = await failsWith('CONNECT', ask(outbound, `${runtime.url}/cut`));
  const noise = await failsWith('BAD_RESPONSE', ask(outbound, `${runtime.url}/noise`));
  const nameless = await failsWith('CONNECT', ask(locked, 'http://nowhere.example/'));
  assert.ok([refused, cut, noise, nameless].every((error) => error.retryable));
  await lost.close();
});

test('a header that cannot be sent is refused before anything is sent', async () => {
  const count = runtime.requests.length;
  const error = await failsWith(
    'BAD_REQUEST',
    ask(outbound, `${runtime.url}/ok`, { headers: { 'x-evil': 'a\r\nhost: b' } }),
  );
  assert.equal(error.retryable, false);
  assert.equal(runtime.requests.length, count);
});

test('a proxy of the environment is not used', async (t) => {
  const proxy = { http_proxy: stranger.url, HTTP_PROXY: stranger.url, NODE_USE_ENV_PROXY: '1' };
  for (const [name, value] of Object.entries(proxy)) process.env[name] = value;
  t.after(() => {
    for (const name of Object.keys(proxy)) delete process.env[name];
  });
  const count = stranger.requests.length;
  const direct = openOutbound({ allow: [runtime.authority] });
  assert.equal((await ask(direct, `${runtime.url}/ok`)).status, 200);
  assert.equal(stranger.requests.length, count);
  await direct.close();
});
