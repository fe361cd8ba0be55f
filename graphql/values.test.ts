import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { buildSchema, GraphQLInputObjectType, getNamedType, isScalarType, parse } from 'graphql';
import type { JsonObject } from '#domain/value/json.ts';
import { at, startTestConsole, type TestConsole, type TestTenant } from '#testing/console.ts';
import { refuseValues } from './limits/refuse-values.ts';
import { printedSchema } from './print-schema.ts';

let api: TestConsole;
let tenant: TestTenant;
before(async () => {
  api = await startTestConsole();
  tenant = await api.tenant();
});
after(() => api.close());

const extensionsOf = (errors: JsonObject[]) => [
  at(errors[0], 'extensions', 'code'),
  at(errors[0], 'extensions', 'inputPath'),
];
const post = (body: string) =>
  fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tenant.token}` },
    body,
  }).then(async (response) => extensionsOf(JSON.parse(await response.text()).errors));

const enqueue =
  'mutation ($input: EnqueueJobInput!) { enqueueJob(input: $input) { job { params } userErrors { code } } }';

test('a number in the variables that would be rounded is refused with its path, over HTTP and WebSocket', async () => {
  const variables = '{"input": {"task": "noop", "params": {"ids": [1, 3544790567247868102]}}}';
  const path = ['variables', 'input', 'params', 'ids', '1'];
  assert.deepEqual(await post(`{"query": ${JSON.stringify(enqueue)}, "variables": ${variables}}`), ['NOT_EXACT', path]);
  const query = encodeURIComponent('query ($first: Int) { jobs(first: $first) { totalCount } }');
  const got = await fetch(
    `${api.url}/graphql?query=${query}&variables=${encodeURIComponent('{"first": 9007199254740993}')}`,
    {
      headers: { authorization: `Bearer ${tenant.token}`, 'apollo-require-preflight': '1' },
    },
  );
  assert.deepEqual(extensionsOf(JSON.parse(await got.text()).errors), ['NOT_EXACT', ['variables', 'first']]);
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const received = Promise.withResolvers<JsonObject>();
  socket.addEventListener('message', ({ data }) => {
    const message: JsonObject = JSON.parse(String(data));
    if (message.type === 'connection_ack') {
      socket.send(
        `{"id": "1", "type": "subscribe", "payload": {"query": ${JSON.stringify(enqueue)}, "variables": ${variables}}}`,
      );
    } else {
      received.resolve(message);
    }
  });
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${tenant.token}` } })),
  );
  const answer = await received.promise;
  socket.close();
  assert.equal(answer.type, 'error');
  assert.deepEqual(
    [at(answer, 'payload', 0, 'extensions', 'code'), at(answer, 'payload', 0, 'extensions', 'inputPath')],
    ['NOT_EXACT', path],
  );
});

test('a number in the document that would be rounded is refused, inside of JSON as well', async () => {
  for (const number of ['3544790567247868102', '12345678901234567890.5', '1e400']) {
    const { errors } = await tenant.ask(
      `mutation { enqueueJob(input: { task: "noop", params: { id: [${number}] } }) { userErrors { code } } }`,
    );
    assert.equal(at(errors[0], 'extensions', 'code'), 'NOT_EXACT', number);
    assert.ok(String(errors[0]?.message).includes(`as text: "${number}"`));
  }
});

test('a NUL or half a character in any text is refused with its path, wherever the text goes', async () => {
  const asked: [query: string, variables: JsonObject, path: string[]][] = [
    ['query ($v: String) { jobs(filter: { query: $v }) { totalCount } }', { v: 'a\u0000' }, ['variables', 'v']],
    [
      'query ($v: JobFilter) { jobs(filter: $v) { totalCount } }',
      { v: { task: '\ud800' } },
      ['variables', 'v', 'task'],
    ],
    ['query ($v: ID!) { job(id: $v) { id } }', { v: 'job_\u0000' }, ['variables', 'v']],
    ['query ($v: String) { workflow(name: $v) { id } }', { v: '\u0000' }, ['variables', 'v']],
    ['query ($v: Cursor) { jobs(after: $v) { totalCount } }', { v: '\udfff' }, ['variables', 'v']],
    ['query ($v: String) { workflows(query: $v) { totalCount } }', { v: '\u0000' }, ['variables', 'v']],
    [enqueue, { input: { task: 'noop', params: { 'a\u0000': 1 } } }, ['variables', 'input', 'params', 'a\u0000']],
    [enqueue, { input: { task: 'noop', params: { a: ['x', '\ud83d'] } } }, ['variables', 'input', 'params', 'a', '1']],
  ];
  for (const [query, variables, path] of asked) {
    const { errors } = await tenant.ask(query, variables);
    assert.deepEqual(extensionsOf(errors), ['BAD_INPUT', path], query);
  }
  const { errors } = await tenant.ask('{ workflow(name: "a\\u0000") { id } }');
  assert.equal(at(errors[0], 'extensions', 'code'), 'BAD_INPUT');
});

test('a sign-in with a text that cannot be kept is refused as one that cannot be read', async () => {
  for (const body of ['{"email": "a\\u0000@b.c", "password": "x"}', '{"email": "a@b.c", "password": "\\ud800"}']) {
    const answer = await fetch(`${api.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /BAD_INPUT/);
  }
});

test('no text that can be sent to any field with an argument of its own is an internal fault', async () => {
  const schema = buildSchema(printedSchema);
  const texts = ['', '\u0000', '\ud800', '\\', '%_', '\u202e', 'x'.repeat(5_000), '__proto__', '0000-01-01T00:00:00Z'];
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  for (const field of fields) {
    for (const arg of field.args) {
      const type = getNamedType(arg.type);
      const inputs =
        type instanceof GraphQLInputObjectType
          ? Object.values(type.getFields()).filter((inner) => isScalarType(getNamedType(inner.type)))
          : [];
      const ways =
        inputs.length > 0
          ? inputs.map(({ name }) => (text: string) => ({ [name]: text }))
          : [(text: string) => text];
      const selection = isScalarType(getNamedType(field.type)) ? '' : '{ __typename }';
      const query = `query ($v: ${String(arg.type)}) { ${field.name}(${arg.name}: $v) ${selection} }`;
      for (const way of ways) {
        for (const text of texts) {
          const { errors } = await tenant.ask(query, { v: way(text) });
          assert.notEqual(at(errors[0], 'extensions', 'code'), 'INTERNAL', `${query} ${JSON.stringify(way(text))}`);
        }
      }
    }
  }
});

test('whatever the variables hold, a text that cannot be kept is found, and nothing else is refused', () => {
  const document = parse('{ __typename }');
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\ud800', 'a\udc00'));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      text,
      fc.integer(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (variables) => {
      const isUnfit = /\\u0000|\\ud[89a-f]/.test(JSON.stringify(variables).replaceAll('\\\\', ''));
      assert.equal(refuseValues({ document, variables }) !== undefined, isUnfit);
    }),
  );
});
