/**
 * A question to the API as a value: what is asked, and what its answer means. Parts of the kit are handed such values,
 * so that they can read for a noun whose documents they do not know.
 */
import type { AnyVariables, ApiDocument } from './document.ts';

/** A document with its variables, and how to read the answer. */
export type Ask<Value> = {
  document: ApiDocument<unknown, AnyVariables>;
  variables: AnyVariables;
  valueOf: (data: unknown) => Value;
};

/** Puts a question together; what comes back is of the document's own type. */
export function ask<Data, Variables extends AnyVariables, Value>(
  document: ApiDocument<Data, Variables>,
  variables: Variables,
  valueOf: (data: Data) => Value,
): Ask<Value> {
  // The API answers a document with what the document asks for; nothing else ever reaches `valueOf`.
  return { document: document as Ask<Value>['document'], variables, valueOf: (data) => valueOf(data as Data) };
}
