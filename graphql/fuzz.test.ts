// Every question and every mutation of the public schema, asked with values that make no sense, a few with such as do.
// Whatever is sent, the answer says what is wrong with it: a fault of ours, a cut connection or a lost process never.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { type Honest, valuesOf, written } from '#testing/probes/hostile-values.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8'));
// A fixed seed: what is red today is red tomorrow. Another one looks elsewhere.
const seed = 20_261_125;
const runsPerField = 30;
const atOnce = 4;
// A machine at its limit may have the database late once; that is said with a code of its own, and asked again.
const outagesMax = 3;

let api: TestConsole;
let tenant: TestTenant;
let honest: Honest;
before(async () => {
  api = await startTestConsole();
  tenant = await api.tenant();
  honest = await makeHonest(tenant);
});
after(() => api.close());

const roots = (['Query', 'Mutation'] as const).flatMap((root) => {
  const type = root === 'Query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {}).map((field) => ({ root, field }));
});

for (const { root, field } of roots) {
  test(`${root}.${field.name} answers whatever it is sent`, async () => {
    const argumentsOf = fc.record(
      Object.fromEntries(field.args.map((argument) => [argument.name, valuesOf(argument.type, argument.name, honest)])),
      { requiredKeys: field.args.filter((argument) => String(argument.type).endsWith('!')).map(({ name }) => name) },
    );
    const samples = fc.sample(argumentsOf, { seed, numRuns: field.args.length === 0 ? 1 : runsPerField });
    const query = documentOf(root, field);
    const bodies = samples.map((variables) => written({ query, variables }));
    const askOn = async () => {
      for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) await isAnswered(body);
    };
    await Promise.all(Array.from({ length: atOnce }, askOn));
  });
}

async function isAnswered(body: string, outages = 0): Promise<void> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${api.adminToken}`,
      'taskflow-tenant': tenant.slug,
    },
    body,
  });
  const text = await response.text();
  const errors = at(JSON.parse(text), 'errors');
  const codes = Array.isArray(errors) ? errors.map((error) => at(error, 'extensions', 'code')) : [];
  if (codes[0] === 'UNAVAILABLE' && outages < outagesMax) return await isAnswered(body, outages + 1);
  const isOurs = response.status >= 500 || codes.includes('INTERNAL') || codes.includes(undefined);
  assert.ok(!isOurs, `${response.status} ${text.slice(0, 600)}\nfor ${body.slice(0, 2_000)}`);
}

function documentOf(root: 'Query' | 'Mutation', field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const given = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const head = declared === '' ? '' : `(${declared})`;
  const call = given === '' ? field.name : `${field.name}(${given})`;
  return `${root.toLowerCase()} ${head} { ${call} ${selectionOf(field.type, 2)} }`;
}

/** Everything in a type that needs no arguments, and as much below it. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some((argument) => String(argument.type).endsWith('!'))) return [];
    if (isLeafType(getNamedType(field.type))) return [field.name];
    return depth === 0 ? [] : [`${field.name} ${selectionOf(field.type, depth - 1)}`];
  });
  return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
}

const definition = { name: 'flow', tasks: [{ id: 'a', type: 'work', dependencies: [] }] };

/** A tenant with one of everything, and the values that name them. */
async function makeHonest({ ask }: TestTenant): Promise<Honest> {
  const idOf = async (name: string, input: JsonObject, selection: string) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const { data, text } = await ask(`mutation ($input: ${type}) { ${name}(input: $input) { ${selection} { id } } }`, {
      input,
    });
    assert.ok(at(data, name, selection), text);
    return textAt(data, name, selection, 'id');
  };
  const work: Json = { builtin: { name: 'noop' } };
  const task = await idOf('registerTask', { name: 'work', handler: work }, 'task');
  const job = await idOf('enqueueJob', { task: 'work' }, 'job');
  const workflow = await idOf('publishWorkflow', { definition }, 'workflow');
  const run = await idOf('startRun', { workflow: 'flow' }, 'run');
  const daily = { name: 'daily', cron: '0 3 * * *', target: { task: 'work' } };
  const schedule = await idOf('createSchedule', daily, 'schedule');
  return {
    id: [job, run, schedule, task, workflow],
    ids: [[job], [schedule], [run]],
    run: [run],
    jobs: [[{ task: 'work' }]],
    runs: [[run]],
    task: ['work'],
    workflow: ['flow'],
    queue: ['default'],
    name: ['work', 'flow', 'daily', 'another'],
    slug: ['another'],
    handler: [work],
    definition: [definition],
    yaml: ['name: flow\ntasks: [{id: a, type: work, dependencies: []}]'],
    cron: ['0 3 * * *', '@daily'],
    target: [{ task: 'work' }, { workflow: 'flow' }],
    timeZone: ['UTC', 'Europe/Berlin'],
    first: [1, 50],
    from: ['2026-11-01T00:00:00Z'],
    to: ['2026-11-02T00:00:00Z'],
    filter: [{}],
    tenant: [tenant.slug],
    limits: [{ maxRunningJobs: 10 }],
  };
}
