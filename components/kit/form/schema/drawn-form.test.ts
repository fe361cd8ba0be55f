import assert from 'node:assert/strict';
import { test } from 'node:test';
import Form from '@rjsf/core/lib/components/Form.js';
import type { FieldProps, WidgetProps } from '@rjsf/utils';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import type { JsonObject } from '#domain/value/json.ts';
import { drawSchema } from './drawn-schema.ts';
import { errorSchemaOf, schemaValidator } from './schema-validator.ts';

// The library draws; each control says only what it was given.
const says = (kind: string, label: unknown, { problems, value }: { problems: unknown; value: unknown }) =>
  createElement('i', null, [kind, label, problems ?? '', JSON.stringify(value) ?? ''].join('|'));
const line = ({ label, rawErrors, value }: WidgetProps) => says('line', label, { problems: rawErrors, value });
const json = ({ uiSchema, rawErrors, formData }: FieldProps) =>
  says('json', uiSchema?.['ui:title'], { problems: rawErrors, value: formData });

test('every part of a schema is drawn with its value and its problem, and nothing is filled in by drawing it', () => {
  const properties: JsonObject = {
    repo: { type: 'string', default: 'main' },
    any: {},
    names: { type: 'array', items: { type: 'string' } },
    limits: { type: 'object', properties: { depth: { type: 'integer' }, rest: { type: 'object' } } },
  };
  const value: JsonObject = { any: { a: 1 }, names: ['x'] };
  const drawn = drawSchema({ properties }, value);
  assert.ok(drawn !== undefined);
  const problems = [
    { path: ['any'], message: 'No.' },
    { path: ['names', '0'], message: 'Bad.' },
  ];
  const changes: unknown[] = [];
  const form = createElement(Form, {
    tagName: 'div',
    schema: drawn.schema,
    uiSchema: drawn.ui,
    formData: value,
    validator: schemaValidator,
    noValidate: true,
    extraErrors: errorSchemaOf(problems),
    widgets: { line },
    fields: { json },
    onChange: ({ formData }) => changes.push(formData),
  });
  const text = renderToString(form).replaceAll('&quot;', '"');
  assert.deepEqual(
    [...text.matchAll(/<i>(.*?)<\/i>/g)].map(([, said]) => said),
    ['line|repo||', 'json|any|No.|{"a":1}', 'line|names-1|Bad.|"x"', 'line|depth||', 'json|rest||'],
  );
  assert.deepEqual(changes, []);
});
