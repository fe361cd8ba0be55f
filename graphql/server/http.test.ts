import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { at, send, startTestConsole, type TestConsole, type TestTenant } from '#testing/console.ts';
import { withinCpuMs } from '#testing/machine/cpu-time.ts';

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

const json = { 'content-type': 'application/json' };
const codeOf = (text: string): unknown => at(JSON.parse(text), 'errors', 0, 'extensions', 'code');

test('the endpoint keeps the GraphQL over HTTP specification', async () => {
  const withToken = (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${api.adminToken}`);
    // A GET of ours must be one that a foreign page cannot send unasked.
    headers.set('apollo-require-preflight', '1');
    return fetch(url, { ...init, headers });
  };
  const results = await Promise.all(
    serverAudits({ url: `${api.url}/graphql`, fetchFn: withToken }).map((audit) => audit.fn()),
  );
  const failed = results.filter((result) => result.status !== 'ok').map((result) => result.name);
  assert.equal(results.length - failed.length, 58);
  // With the older media type a client also learns from the status that its document was refused.
  assert.deepEqual(failed, [
    'SHOULD use 200 status code on document parsing failure when accepting application/json',
    'SHOULD use 200 status code on document validation failure when accepting application/json',
    'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
  ]);
});

test('a mutation by GET is refused, a query by GET with a preflight header is not', async () => {
  const headers = { authorization: `Bearer ${api.adminToken}`, 'apollo-require-preflight': '1' };
  const mutation = encodeURIComponent('mutation { cancelJob(input: { id: "job_1" }) { userErrors { code } } }');
  const refused = await fetch(`${api.url}/graphql?query=${mutation}`, { headers });
  assert.equal(refused.status, 405);
  const answered = await fetch(`${api.url}/graphql?query=%7B__typename%7D`, { headers });
  assert.equal(answered.status, 200);
});

test('what a browser may send to another site without asking is refused', async () => {
  const body = JSON.stringify({ query: '{ __typename }' });
  const plain = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  });
  assert.equal(plain.status, 415);
  const form = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    body: new URLSearchParams({ query: '{ __typename }' }),
  });
  assert.equal(form.status, 415);
  const get = await fetch(`${api.url}/graphql?query=%7B__typename%7D`);
  assert.equal(get.status, 400);
  const cookie = { ...json, cookie: 'taskflow_session=abc' };
  const crossSite = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { ...cookie, 'sec-fetch-site': 'cross-site' },
    body,
  });
  assert.equal(crossSite.status, 403);
  const foreign = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { ...cookie, origin: 'https://evil.example' },
    body,
  });
  assert.equal(foreign.status, 403);
  assert.equal(codeOf(await foreign.text()), 'FORBIDDEN');
});

test('a stranger learns that GraphQL lives here and nothing of the schema', async () => {
  assert.equal((await api.ask({}, '{ __typename }')).status, 200);
  for (const query of ['{ viewer { id } }', '{ __schema { types { name } } }', '{ __type(name: "Job") { name } }']) {
    const { status, errors } = await api.ask({}, query);
    assert.equal(status, 401);
    assert.equal(at(errors[0], 'extensions', 'code'), 'UNAUTHENTICATED');
  }
  const guess = await api.ask({}, '{ viewr { id } }');
  assert.doesNotMatch(guess.text, /Did you mean/);
});

test('a token that is wrong is told so, whatever was asked', async () => {
  const { status, errors } = await api.ask({ token: 'tfc_nobody_nothing' }, '{ __typename }');
  assert.equal(status, 401);
  assert.equal(at(errors[0], 'extensions', 'code'), 'UNAUTHENTICATED');
});

test('a foreign tenant is unknown in the words of one that never was', async () => {
  const [own, foreign] = await Promise.all([api.tenant(), api.tenant()]);
  const words = async (slug: string) => {
    const { status, errors } = await api.ask({ token: own.token, tenant: slug }, '{ viewer { id } }');
    return JSON.stringify([status, at(errors[0], 'message'), at(errors[0], 'extensions', 'code')]).replaceAll(
      slug,
      '?',
    );
  };
  assert.equal(await words(foreign.slug), await words('never-was'));
  assert.match(await words('never-was'), /TENANT_NOT_FOUND/);
});

test("every answer carries a request id, the caller's own when it is fit", async () => {
  const own = await fetch(`${api.url}/health/live`, { headers: { 'x-request-id': 'my-request-1' } });
  assert.equal(own.headers.get('x-request-id'), 'my-request-1');
  const unfit = await fetch(`${api.url}/nowhere`, { headers: { 'x-request-id': 'a b' } });
  assert.match(unfit.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  const { headers, errors } = await api.ask({}, '{ viewer { id } }');
  assert.equal(at(errors[0], 'extensions', 'requestId'), headers.get('x-request-id'));
});

test('answers may not be framed, sniffed or run', async () => {
  const { headers } = await fetch(`${api.url}/health/live`);
  assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('x-powered-by'), null);
});

test('a body is JSON in UTF-8 of a bounded size', async () => {
  const post = async (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(`${api.url}/graphql`, { method: 'POST', headers, body });
  assert.equal((await post({ 'content-type': 'application/json; charset=utf-16' }, '{}')).status, 415);
  assert.equal((await post(json, '{"query":')).status, 400);
  assert.equal((await post(json, new Uint8Array([0x7b, 0xff, 0x7d]))).status, 400);
  assert.equal((await post(json, '[{"query":"{ __typename }"}]')).status, 400);
  const large = JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(300_000) } });
  const strangers = await post(json, large);
  assert.equal(strangers.status, 413);
  assert.equal(codeOf(await strangers.text()), 'TOO_LARGE');
  assert.equal((await post({ ...json, authorization: `Bearer ${api.adminToken}` }, large)).status, 200);
});

const enqueue = 'mutation ($input: EnqueueJobsInput!) { enqueueJobs(input: $input) { count userErrors { code } } }';

// A body is told by its parts, because the test's own reading of it would take longer than the console's.
async function postText(tenant: TestTenant, parts: string[]) {
  const headers = { ...json, authorization: `Bearer ${tenant.token}` };
  const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body: parts.join('') });
  const text = await response.text();
  return { status: response.status, code: codeOf(text), text };
}

const variables = (text: string) => [`{"query":${JSON.stringify(enqueue)},"variables":{"input":{"jobs":`, text, '}}}'];

const slowToRead: { name: string; parts: string[]; status: number; code: string }[] = [
  {
    name: 'numbers',
    parts: variables(`[{"task":"work","params":[${'1,'.repeat(2_000_000)}1]}]`),
    status: 413,
    code: 'TOO_LARGE',
  },
  { name: 'empty lists', parts: variables(`[${'[],'.repeat(1_500_000)}[]]`), status: 413, code: 'TOO_LARGE' },
  { name: 'open lists', parts: variables('['.repeat(140_000)), status: 400, code: 'BAD_REQUEST' },
  { name: 'jobs', parts: variables(`[${'{"task":"w"},'.repeat(50_000)}{}]`), status: 400, code: 'TOO_LARGE' },
  {
    name: 'a comment',
    parts: [`{"query":"{ __typename ${'#\\n'.repeat(500_000)} }"}`],
    status: 400,
    code: 'TOO_LARGE',
  },
  {
    name: 'what nobody asked for',
    parts: [`{"query":"{ __typename }","more":[${'{},'.repeat(1_000_000)}0]}`],
    status: 413,
    code: 'TOO_LARGE',
  },
];

for (const { name, parts, status, code } of slowToRead) {
  test(`a body that takes long to read is refused before it is read: ${name}`, async () => {
    const answer = await postText(await api.tenant(), parts);
    assert.deepEqual([answer.status, answer.code], [status, code], answer.text);
  });
}

test('who sends more than may be sent is answered, and not cut off', async () => {
  const tenant = await api.tenant();
  const query = 'query ($ids: [ID!]) { jobs(filter: { ids: $ids }) { nodes { id } } }';
  const id = '"job_01900000-0000-7000-8000-000000000000"';
  for (const [count, code] of [
    [200_000, 'TOO_LARGE'],
    [20_000, 'TOO_LARGE'],
    [1_001, 'TOO_LARGE'],
  ] as const) {
    const ids = Array.from({ length: count }, () => id).join(',');
    const answer = await postText(tenant, [`{"query":${JSON.stringify(query)},"variables":{"ids":[`, ids, ']}}']);
    assert.equal(answer.code, code, answer.text);
  }
});

test('a thousand jobs with a hundred values each fit into one body', async () => {
  const tenant = await api.tenant();
  const params = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`key${n}`, n]));
  const jobs = Array.from({ length: 1_000 }, () => ({ task: 'nothing', params }));
  const { data } = await tenant.ask(enqueue, { input: { jobs } });
  assert.equal(at(data, 'enqueueJobs', 'userErrors', 0, 'code'), 'UNKNOWN_TASK');
});

test('the schema, health and metrics are served beside the endpoint', async () => {
  const schema = await fetch(`${api.url}/graphql/schema.graphql`);
  assert.match(await schema.text(), /type Mutation \{/);
  assert.equal((await fetch(`${api.url}/health/ready`)).status, 200);
  await send(api.url, {}, { query: '{ __typename }' });
  assert.match(
    await (await fetch(`${api.url}/metrics`)).text(),
    /taskflow_graphql_operations_total\{type="query",outcome="ok"\}/,
  );
});

test('a subscription over HTTP is told where it belongs', async () => {
  const { errors } = await api.ask({ token: api.adminToken }, 'subscription { events { type } }');
  assert.match(String(at(errors[0], 'message')), /WebSocket/);
});

test('an attack is refused over the wire before it costs anything', async () => {
  const caller = { token: api.adminToken };
  const aliases = Array.from({ length: 150 }, (_, n) => `a${n}: queues { id }`).join(' ');
  const attacks: [string, string][] = [
    [`{ ${aliases} }`, 'TOO_MANY_ALIASES'],
    [`{ ${'__typename '.repeat(10_000)} }`, 'TOO_MANY_TOKENS'],
    [`{ job(id: ${'['.repeat(50_000)} }`, 'TOO_DEEP'],
    [
      '{ schedules(first: 200) { nodes { ticks(first: 200) { nodes { job { attempts { number } } } } } } }',
      'QUERY_TOO_COMPLEX',
    ],
  ];
  await api.ask(caller, '{ __typename }');
  for (const [query, code] of attacks) {
    // Validating such a document takes ten seconds and more.
    const { status, errors } = await withinCpuMs(2_000, code, () => api.ask(caller, query));
    assert.equal(at(errors[0], 'extensions', 'code'), code);
    assert.equal(status, 400);
  }
});

test('introspection is open to who has a token', async () => {
  const { data } = await api.ask({ token: api.adminToken }, '{ __type(name: "Job") { name } }');
  assert.equal(at(data, '__type', 'name'), 'Job');
});
