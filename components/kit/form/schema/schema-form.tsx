'use client';

// The package's own front door asks for a validator that is for its tests alone.
import Form from '@rjsf/core/lib/components/Form.js';
import { useId } from 'react';
import type { InnerProblem } from '#components/kit/form/form-state.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { type Drawn, placeOf } from './drawn-schema.ts';
import { ArrayItemTemplate, ArrayTemplate, FieldTemplate, ObjectTemplate } from './schema-templates.tsx';
import { errorSchemaOf, schemaValidator } from './schema-validator.ts';
import { ChoiceWidget, JsonField, LinesWidget, LineWidget } from './schema-widgets.tsx';

export type SchemaFormProps = {
  drawn: Drawn;
  value: JsonObject;
  problems: readonly InnerProblem[];
  onChange: (value: JsonObject) => void;
};

const widgets = { line: LineWidget, lines: LinesWidget, choice: ChoiceWidget };
const fields = { json: JsonField };
const templates = {
  FieldTemplate,
  ObjectFieldTemplate: ObjectTemplate,
  ArrayFieldTemplate: ArrayTemplate,
  ArrayFieldItemTemplate: ArrayItemTemplate,
};
// What nobody gave is not given: defaults are the engine's to fill in.
const givenOnly = { emptyObjectFields: 'skipEmptyDefaults', arrayMinItems: { populate: 'never' } } as const;

/** The fields of a JSON Schema. Screens take it by `SchemaField`, which fetches it. */
export function SchemaForm({ drawn, value, problems, onChange }: SchemaFormProps) {
  const placed = problems.map((problem) => placeOf(drawn.schema, problem));
  const general = placed.filter(({ path }) => path.length === 0);
  return (
    <>
      <Form
        tagName="div"
        idPrefix={useId()}
        schema={drawn.schema}
        uiSchema={{ ...drawn.ui, 'ui:submitButtonOptions': { norender: true } }}
        formData={value}
        validator={schemaValidator}
        widgets={widgets}
        fields={fields}
        templates={templates}
        extraErrors={errorSchemaOf(placed.filter(({ path }) => path.length > 0))}
        noValidate
        showErrorList={false}
        experimental_defaultFormStateBehavior={givenOnly}
        onChange={({ formData }) => isJsonObject(formData) && onChange(formData)}
      />
      {general.map(({ message }) => (
        <p key={message} role="alert" className="text-small text-failed">
          {message}
        </p>
      ))}
    </>
  );
}
