/** A document of the GraphQL API as it is sent: one operation with its fragments, which knows what it asks for and answers. */
export type ApiDocument<Data, Variables> = string & { readonly answers?: (variables: Variables) => Data };

/** The variables of some document. */
export type AnyVariables = Record<string, unknown>;

const head = /^(query|mutation|subscription)\s+(\w+)/;

/** What a document does, and what its operation is called. */
export function operationOf(document: string): { kind: string; name: string } {
  const [, kind, name] = head.exec(document) ?? [];
  if (kind === undefined || name === undefined)
    throw new Error(`not a document of one operation with a name: ${document}`);
  return { kind, name };
}
