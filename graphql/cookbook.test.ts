// The cookbook of docs/operations: every public operation stands in it, and every document does what its sentence says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { openAlert } from '#testing/alert/open-alert.ts';
import { openDelivery } from '#testing/alert/open-delivery.ts';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { openHold } from '#testing/gates/open-hold.ts';
import { type Recipe, readCookbook, variablesOf } from '#testing/probes/cookbook.ts';
import { openFailure } from '#testing/worlds/open-failure.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8'));
const cookbook = readCookbook();

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

test('every field at the root of the schema stands in the cookbook', () => {
  const asked = new Set(
    [...cookbook.values()]
      .flat()
      .flatMap(({ document }) =>
        parse(document).definitions.flatMap((definition) =>
          definition.kind === Kind.OPERATION_DEFINITION
            ? definition.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []))
            : [],
        ),
      ),
  );
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const missing = roots.flatMap((root) => Object.keys(root?.getFields() ?? {})).filter((name) => !asked.has(name));
  assert.deepEqual(missing, []);
});

for (const [file, recipes] of cookbook) {
  test(`the recipes of ${file} work as they stand, one after the other`, async () => {
    const tenant = await api.tenant();
    const person = await api.person(tenant);
    const kept = new Map([
      ['tenant', tenant.slug],
      ['member', person.id],
      ['password', person.password],
      ['cookie', person.cookie],
      ['unique', tenant.slug.slice(-8)],
      ['alert', await openAlert(api.databaseUrl, { tenantId: tenant.id })],
      ['delivery', await openDelivery(api.databaseUrl, { tenantId: tenant.id, channel: await openChannel(tenant) })],
    ]);
    if (file.includes('failures')) await keepFailures(tenant, kept);
    if (file.includes('locks')) await keepHold(tenant, kept);
    for (const recipe of recipes) {
      assert.match(recipe.sentence, /^[A-Z].*\.$/, `${recipe.document} has a sentence`);
      assert.deepEqual(validate(schema, parse(recipe.document)), [], recipe.document);
      const data = recipe.document.startsWith('subscription')
        ? await firstEvent(tenant, recipe, kept)
        : await answer(tenant, recipe, kept);
      if (recipe.keep !== undefined) {
        const [name, path] = recipe.keep;
        kept.set(name, textAt(data, ...path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))));
      }
    }
  });
}

/** Two failures, and an instant up to which they may be put off. */
async function keepFailures(tenant: TestTenant, kept: Map<string, string>): Promise<void> {
  kept.set('soon', new Date(Date.now() + 3_600_000).toISOString());
  const register =
    'registerTask(input: { name: "send-report", handler: { builtin: { name: "noop" } } }) { task { id } }';
  const enqueue = 'enqueueJob(input: { task: "send-report" }) { job { id } }';
  const { data } = await tenant.ask(`mutation { ${register} one: ${enqueue} two: ${enqueue} }`);
  for (const [name, field] of [
    ['failure', 'one'],
    ['otherFailure', 'two'],
  ] as const)
    kept.set(name, await openFailure(api.databaseUrl, { tenantId: tenant.id, job: textAt(data, field, 'job', 'id') }));
}

/** A job that holds a mutex. */
async function keepHold(tenant: TestTenant, kept: Map<string, string>): Promise<void> {
  const register =
    'registerTask(input: { name: "write-ledger", handler: { builtin: { name: "noop" } } }) { task { id } }';
  const { data } = await tenant.ask(
    `mutation { ${register} enqueueJob(input: { task: "write-ledger" }) { job { id } } }`,
  );
  const job = textAt(data, 'enqueueJob', 'job', 'id');
  kept.set('holder', job);
  kept.set('gate', await openHold(api.databaseUrl, { tenantId: tenant.id, job }));
}

async function openChannel({ ask }: TestTenant): Promise<string> {
  const document = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }';
  const { data } = await ask(document, { input: { name: 'pager', kind: 'EMAIL', to: ['pager@example.com'] } });
  return textAt(data, 'createChannel', 'channel', 'id');
}

// As the platform's admin, who may do everything.
// As the platform's admin, who may do everything, or as a person.
async function answer(tenant: TestTenant, recipe: Recipe, kept: ReadonlyMap<string, string>): Promise<Json> {
  const who = recipe.isByPerson ? { cookie: kept.get('cookie') } : { token: api.adminToken };
  const caller = { ...who, tenant: tenant.slug };
  const { data, errors, text } = await api.ask(caller, recipe.document, variablesOf(recipe, kept));
  assert.deepEqual(errors, [], `${recipe.document}\n${text}`);
  for (const [field, value] of Object.entries(data)) {
    assert.notEqual(value, null, `${field} is there`);
    assert.deepEqual(at(value, 'userErrors') ?? [], [], recipe.document);
  }
  return data;
}

async function firstEvent(tenant: TestTenant, recipe: Recipe, kept: ReadonlyMap<string, string>): Promise<Json> {
  const client = api.follow(tenant.token);
  try {
    const told = variablesOf(recipe, kept);
    // A run is followed from its first event on, everything else from now on.
    const variables = told.run === undefined ? { ...told, after: await api.cursor(tenant) } : told;
    const events = client.iterate({ query: recipe.document, variables });
    if (recipe.meanwhile !== undefined) assert.deepEqual((await tenant.ask(recipe.meanwhile)).errors, []);
    const { value } = await events.next();
    assert.ok(isJsonObject(value) && isJsonObject(value.data), JSON.stringify(value));
    return value.data;
  } finally {
    await client.dispose();
  }
}
