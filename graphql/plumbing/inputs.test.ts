// What is accepted is what happens: a field of an input that changes nothing is a promise that nothing keeps.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  buildSchema,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import type { JsonObject } from '#domain/value/json.ts';
import { startTestConsole, type TestConsole, type TestTenant } from '#testing/console.ts';
import { firstEvent } from '#testing/probes/event-probes.ts';
import { inputProbes, withField } from '#testing/probes/input-probes.ts';
import type { Made, Probe } from '#testing/probes/probe-worlds.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', 'schema.graphql'), 'utf8'));

// Every filter of a probe lets an event pass; what is not there by then never comes.
const waitMsMax = 20_000;

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

test('every field of every input has a probe', () => {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const fields = Object.fromEntries(inputs.map((type) => [type.name, Object.keys(type.getFields()).toSorted()]));
  const probed = Object.fromEntries(
    Object.entries(inputProbes).map(([name, probe]) => [name, Object.keys(probe.fields).toSorted()]),
  );
  assert.deepEqual(probed, fields);
});

for (const [name, probe] of Object.entries(inputProbes)) {
  test(`every field of ${name} changes the answer, or is refused by name`, async () => {
    const without = await answerOf(probe);
    assert.ok(!/"code":"[A-Z_]+"/.test(without), `the call itself is fine: ${without}`);
    assert.equal(await answerOf(probe), without, 'the same call has the same answer');
    const fields = Object.keys(probe.fields);
    const answers = await Promise.all(fields.map((field) => answerOf(probe, field)));
    const idle = fields.filter((_, n) => answers[n] === without);
    assert.deepEqual(idle, [], `without effect; without them: ${without}`);
  });
}

// Texts of the caller's own, which name nothing that is there.
const ownTexts = new Set(['RegisterTaskInput.mutex']);

// Any other list of texts is a list of names: of scopes, of types of events, of queues ..
const isListOfTexts = (type: GraphQLInputType) => {
  const list = getNullableType(type);
  return isListType(list) && String(getNullableType(list.ofType)) === 'String';
};

test('a list of names holds no name that means nothing: it is refused where it stands', async () => {
  const lists = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap(({ name, type: of }) =>
        isListOfTexts(of) && !ownTexts.has(`${type.name}.${name}`) ? [[type.name, name] as const] : [],
      ),
    );
  assert.ok(lists.some(([type, field]) => type === 'EventFilter' && field === 'types'));
  for (const [type, field] of lists) {
    const probe = inputProbes[type];
    assert.ok(probe !== undefined);
    const fields = { ...probe.fields, [field]: ['no such name'] };
    const told = await answerOf({ ...probe, fields }, field);
    assert.match(told, /"code":"[A-Z_]+"/, `${type}.${field}`);
    assert.match(told, new RegExp(`"${field}"`), `${type}.${field} is named`);
  }
});

test('names come in fields of inputs, where the walk above finds their lists', () => {
  const args = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).flatMap((field) => field.args));
  assert.deepEqual(
    args.filter(({ type }) => isListOfTexts(type)).map(({ name }) => name),
    [],
  );
});

async function answerOf(probe: Probe, field?: string): Promise<string> {
  const tenant = await api.tenant();
  const made = (await probe.setUp?.(tenant, api)) ?? {};
  const variables: JsonObject = field === undefined ? probe.variables(made) : withField(probe, field, made);
  const told = probe.document.startsWith('subscription')
    ? await firstTold(tenant, probe.document, variables)
    : await called(tenant, probe, { variables, made });
  return told.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '#').replaceAll(/"probe-[^"]*"/g, '"probe"');
}

// As the platform's admin, who may do everything, unless it is about a person's own.
async function called(
  tenant: TestTenant,
  { document, tells }: Probe,
  { variables, made: { cookie, after = '' } }: { variables: JsonObject; made: Made },
): Promise<string> {
  const caller = cookie === undefined ? { token: api.adminToken } : { cookie };
  const { text } = await api.ask({ ...caller, tenant: tenant.slug }, document, unique(variables));
  if (tells === undefined) return text;
  return `${text} ${await firstTold(tenant, firstEvent, { filter: { types: [...tells] }, after })}`;
}

async function firstTold({ token }: TestTenant, query: string, variables: JsonObject): Promise<string> {
  const client = api.follow(token);
  try {
    const late = once(AbortSignal.timeout(waitMsMax), 'abort').then(() => assert.fail('no event passes'));
    const { value } = await Promise.race([client.iterate({ query, variables }).next(), late]);
    return JSON.stringify(value);
  } finally {
    await client.dispose();
  }
}

let calls = 0;

/** Slugs are unique on the platform, so each call has one of its own. */
function unique(variables: JsonObject): JsonObject {
  calls += 1;
  const text = JSON.stringify(variables).replaceAll('"slug":"probe"', `"slug":"probe-${calls}"`);
  const told: JsonObject = JSON.parse(text);
  return told;
}
