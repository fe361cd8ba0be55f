import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { rootTypes, searchDocs, typeDoc } from './schema-docs.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8'));

test('reading begins at queries, mutations and subscriptions', () => {
  assert.deepEqual(rootTypes(schema), ['Query', 'Mutation', 'Subscription']);
});

test('a type tells its fields with their arguments, and who answers with it', () => {
  const query = typeDoc(schema, 'Query');
  const jobs = query?.fields.find(({ name }) => name === 'jobs');
  assert.equal(jobs?.typeName, 'JobConnection');
  assert.ok(jobs?.arguments.some(({ name, typeName }) => name === 'filter' && typeName === 'JobFilter'));
  assert.ok(typeDoc(schema, 'Job')?.usedBy.some(({ typeName, field }) => typeName === 'Query' && field === 'job'));
  assert.equal(typeDoc(schema, 'Ghost'), undefined);
});

test('an enum tells its words', () => {
  assert.ok(typeDoc(schema, 'JobState')?.values.some(({ name }) => name === 'SUCCEEDED'));
});

test('a name is found before its mentions', () => {
  const [first] = searchDocs(schema, 'enqueueJob');
  assert.deepEqual([first?.typeName, first?.field], ['Mutation', 'enqueueJob']);
  const [type] = searchDocs(schema, 'job');
  assert.deepEqual([type?.typeName, type?.field], ['Job', undefined]);
  assert.deepEqual(searchDocs(schema, ' '), []);
});

test('a field is found within its type', () => {
  const [first] = searchDocs(schema, 'workflow.version');
  assert.deepEqual([first?.typeName, first?.field], ['Workflow', 'version']);
});

test('every type that belongs to the API says what it is', () => {
  const silent = searchDocs(schema, 'e').filter(({ description }) => description === '');
  assert.deepEqual(silent, []);
});
