import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type FieldNode,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { pageBounds } from '#domain/bounds/page.ts';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { schema } from '#graphql/schema.ts';
import { rememberDocuments } from '#graphql/server/documents.ts';
import { limits } from './bounds.ts';
import { costOf } from './cost.ts';
import { isLengthKnown, listLengths, weights } from './list-lengths.ts';
import { refuseOperation } from './refuse-operation.ts';

function askedOf(source: string, variables: Record<string, unknown> = {}) {
  const read = rememberDocuments(schema).read(source);
  assert.ok('document' in read, source);
  const [operation] = read.document.definitions;
  assert.ok(operation?.kind === Kind.OPERATION_DEFINITION);
  return { schema, document: read.document, operation, variables };
}

const cost = (source: string, variables?: Record<string, unknown>) => costOf(askedOf(source, variables)).cost;
const refusal = (source: string) =>
  refuseOperation({ ...askedOf(source), isStranger: false, mayRead: true, canFollow: false });

test('every list of the schema says how long it can be, and nothing else does', () => {
  const unknown: string[] = [];
  const fields = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const { name, type: of, args } of Object.values(type.getFields())) {
      const place = `${type.name}.${name}`;
      fields.add(place);
      const length = listLengths[place];
      if (length !== undefined && 'argument' in length) assert.ok(args.some((each) => each.name === length.argument));
      if (isListType(getNullableType(of)) !== isLengthKnown({ type: type.name, field: name })) unknown.push(place);
    }
  }
  assert.deepEqual(unknown, []);
  for (const place of [...Object.keys(listLengths), ...Object.keys(weights)]) assert.ok(fields.has(place), place);
});

test('every question of the console and of the contract may be asked, with the largest pages', () => {
  const root = join(import.meta.dirname, '..', '..');
  const texts = (paths: string[]) => paths.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  let count = 0;
  for (const paths of [globSync('components/**/*.graphql', { cwd: root }), ['graphql/contract.test.graphql']]) {
    // As the console's client sends it.
    const document = visit(parse(texts(paths)), { SelectionSet: { leave: withTypeName } });
    for (const operation of document.definitions) {
      if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
      const variables = { first: pageBounds.pageSizeMax, count: timetableBounds.previewCountMax };
      const asked = { schema, document, operation, variables, isStranger: false, mayRead: true, canFollow: true };
      assert.equal(refuseOperation(asked)?.message, undefined, operation.name?.value);
      count += 1;
    }
  }
  assert.ok(count > 90, `${count} operations`);
});

function withTypeName(set: SelectionSetNode): SelectionSetNode {
  const field: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
  return { ...set, selections: [...set.selections, field] };
}

test('a list costs what it is asked for', () => {
  const query = 'query ($first: Int) { jobs(first: $first) { nodes { id state } totalCount } }';
  assert.equal(cost(query, { first: 10 }), 1 + 1 + 10 * 2 + 1);
  assert.equal(cost(query, { first: 200 }), 1 + 1 + 200 * 2 + 1);
  assert.equal(cost(query, { first: 1e9 }), cost(query, { first: 200 }));
  assert.equal(cost(query), cost(query, { first: 50 }));
  assert.equal(cost('{ schedule(id: "s") { upcoming(first: 7) { at } } }'), 1 + 1 + 7);
});

test('a page size in a default value counts', () => {
  assert.equal(
    cost('query ($first: Int = 200) { jobs(first: $first) { nodes { id } } }'),
    cost('{ jobs(first: 200) { nodes { id } } }'),
  );
});

test('a list without a page size costs what it can hold', () => {
  assert.equal(cost('{ run(id: "r") { steps { id } } }'), 1 + 1 + workflowBounds.stepsMax);
  assert.equal(cost('{ run(id: "r") { ...f } } fragment f on Run { steps { id } }'), 1 + 1 + workflowBounds.stepsMax);
  assert.ok(cost('{ run(id: "r") { graph { __typename } } }') > workflowBounds.stepsMax);
});

const tooDear = [
  { source: '{ runs(first: 200) { nodes { steps { id } } } }', dearest: 'runs.nodes.steps' },
  {
    source: '{ runs(first: 200) { edges { node { graph { nodes { task } } } } } }',
    dearest: 'runs.edges',
  },
  {
    source: '{ workflows(first: 200) { nodes { latestVersion { graph { __typename } } } } }',
    dearest: 'workflows.nodes',
  },
  {
    source: '{ workflows(first: 50) { nodes { recentRuns(first: 20) { steps { id } } } } }',
    dearest: 'workflows.nodes.recentRuns.steps',
  },
  {
    source: '{ schedules(first: 200) { nodes { ticks(first: 200) { nodes { job { attempts { number } } } } } } }',
    dearest: 'schedules.nodes.ticks.nodes.job.attempts',
  },
];

for (const { source, dearest } of tooDear) {
  test(`too dear, and told why and how to page: ${source}`, () => {
    const error = refusal(source);
    assert.equal(error?.extensions.code, 'QUERY_TOO_COMPLEX');
    const { message = '' } = error ?? {};
    for (const said of [
      String(cost(source)),
      String(limits.costMax),
      `most of it is ${dearest}.`,
      '`first`',
      '`endCursor`',
    ])
      assert.ok(message.includes(said), `${said} in: ${message}`);
    assert.deepEqual(error?.extensions.figures, { cost: cost(source), costMax: limits.costMax });
  });
}

test('lists within lists multiply, and what a person reads is within the bound', () => {
  assert.equal(
    refusal(
      '{ schedules(first: 50) { nodes { ticks(first: 10) { nodes { outcome scheduledFor job { id state } run { id state } } } } } }',
    ),
    undefined,
  );
});
