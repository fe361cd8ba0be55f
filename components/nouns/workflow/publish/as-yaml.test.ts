import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { asYaml, comparable } from './as-yaml.ts';

const definition = {
  name: 'review',
  variables: { loud: { type: 'boolean', default: true } },
  tasks: [
    { id: 'a', type: 'x', params: { text: '${{ vars.loud }}', no: 'yes', when: '12:30' }, condition: 'vars.loud' },
  ],
};

test('a definition in JSON means the same in YAML', () => {
  const yaml = asYaml(JSON.stringify(definition)) ?? '';
  const [before, after] = [parseDefinition({ definition }), parseDefinition({ yaml })];
  assert.ok(before.ok && after.ok);
  assert.deepEqual(after.definition, before.definition);
});

test('what is no JSON stays as it is', () => {
  assert.equal(asYaml('name: review\n'), undefined);
  assert.equal(asYaml('{ "name": '), undefined);
});

test('a published text in JSON is compared in YAML with a text in YAML', () => {
  assert.equal(comparable('{ "name": "review" }', 'name: audit\n'), 'name: review\n');
  assert.equal(comparable('name: review\n', 'name: audit\n'), 'name: review\n');
  assert.equal(comparable('{ "name": "review" }', '{ "name": "audit" }'), '{ "name": "review" }');
});

test('ends of lines are no difference between a text and what the editor made of it', () => {
  assert.equal(comparable('name: a\r\ntasks: []\r\n', 'name: b\ntasks: []\n'), 'name: a\ntasks: []\n');
  assert.equal(comparable('name: a\r\n', 'name: b\r\n'), 'name: a\r\n');
});
