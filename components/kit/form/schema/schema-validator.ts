/** The engine's own reader of JSON Schemas as the form library asks for one: no code is made of a tenant's schema. */
import { type ErrorSchema, ErrorSchemaBuilder, type RJSFSchema, toErrorList, type ValidatorType } from '@rjsf/utils';
import { formBounds } from '#components/kit/form/form-bounds.ts';
import type { InnerProblem } from '#components/kit/form/form-state.ts';
import { checkValue } from '#domain/json-schema/check-value.ts';
import { readSchema } from '#domain/json-schema/read-schema.ts';
import { isJsonObject, type Json, unfitJson } from '#domain/value/json.ts';
import { misfitsOf } from './misfits.ts';

/** Judges what stands in a form by its schema. */
export const schemaValidator: ValidatorType<unknown> = {
  validateFormData: (value, schema) => {
    const problems = isJsonObject(schema) && isJsonObject(value) ? misfitsOf(schema, value, 'value') : [];
    const errorSchema = errorSchemaOf(problems);
    return { errors: toErrorList(errorSchema), errorSchema };
  },
  isValid: (schema, value) => isJson(value) && fits(schema, value),
  rawValidation: () => ({ errors: [] }),
};

/** Problems as a tree that follows the form. */
export function errorSchemaOf(problems: readonly InnerProblem[]): ErrorSchema<unknown> {
  const tree = new ErrorSchemaBuilder<unknown>();
  for (const { path, message } of problems) tree.addErrors(message, [...path]);
  return tree.ErrorSchema;
}

function fits(schema: RJSFSchema, value: Json): boolean {
  const { plan } = isJsonObject(schema) ? readSchema(schema) : { plan: undefined };
  if (plan === undefined) return false;
  return checkValue(plan, value, formBounds.schemaCostMax).verdict.kind === 'fits';
}

function isJson(value: unknown): value is Json {
  return value !== undefined && unfitJson(value) === undefined;
}
