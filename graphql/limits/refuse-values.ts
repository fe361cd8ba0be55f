/**
 * What no field of any input takes, refused before a resolver sees it: texts that the database cannot keep, and numbers
 * that would be rounded. One rule at the border, so that no search, filter or name has to remember it.
 */
import { type DocumentNode, GraphQLError, Kind, visit } from 'graphql';
import { type InexactNumber, isExactNumber, sayInexact } from '#domain/value/exact-json.ts';

/** The error for a number in a request that would not keep its value. */
export function inexactError({ text, path }: InexactNumber): GraphQLError {
  return valueError('NOT_EXACT', { message: sayInexact(text), path });
}

/** Why the values of a request are refused: in its variables first, then in the document itself. */
export function refuseValues(asked: {
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
}): GraphQLError | undefined {
  return refuseTexts(asked.variables, 'variables') ?? refuseLiterals(asked.document);
}

type Container = { value: object; key: string; above: Container | undefined };

/** The error for the first text in a value that cannot be kept, be it a key; `name` is what the value is called. */
export function refuseTexts(given: object, name: string): GraphQLError | undefined {
  const open: Container[] = [{ value: given, key: name, above: undefined }];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    for (const [key, value] of Object.entries(container.value)) {
      const fault = textFault(key) ?? (typeof value === 'string' ? textFault(value) : undefined);
      if (fault !== undefined)
        return valueError('BAD_INPUT', { message: fault, path: pathOf({ value, key, above: container }) });
      if (typeof value === 'object' && value !== null) open.push({ value, key, above: container });
    }
  }
  return undefined;
}

// Documents that were read before are the same objects.
const known = new WeakMap<DocumentNode, GraphQLError | null>();

function refuseLiterals(document: DocumentNode): GraphQLError | undefined {
  const before = known.get(document);
  if (before !== undefined) return before ?? undefined;
  let found: GraphQLError | undefined;
  const look = (text: string | undefined, code: 'BAD_INPUT' | 'NOT_EXACT') => {
    if (text !== undefined) found ??= valueError(code, { message: text, path: [] });
  };
  visit(document, {
    [Kind.STRING]: (node) => look(textFault(node.value), 'BAD_INPUT'),
    [Kind.INT]: (node) => look(isExactNumber(node.value) ? undefined : sayInexact(node.value), 'NOT_EXACT'),
    [Kind.FLOAT]: (node) => look(isExactNumber(node.value) ? undefined : sayInexact(node.value), 'NOT_EXACT'),
  });
  known.set(document, found ?? null);
  return found;
}

function textFault(text: string): string | undefined {
  const nul = text.indexOf('\u0000');
  if (nul !== -1) return `a text holds a NUL as its character ${nul + 1}, which cannot be kept; leave it out`;
  if (text.isWellFormed()) return undefined;
  return 'a text holds half of a surrogate pair, which is no character; send whole characters';
}

function pathOf(container: { value: unknown; key: string; above: Container | undefined }): string[] {
  const path: string[] = [];
  for (let at: typeof container | undefined = container; at !== undefined; at = at.above) path.unshift(at.key);
  return path;
}

function valueError(code: 'BAD_INPUT' | 'NOT_EXACT', said: { message: string; path: string[] }): GraphQLError {
  const { message, path } = said;
  const place = path.length === 0 ? '' : `${path.join('.').slice(0, 200)}: `;
  return new GraphQLError(`${place}${message}`, { extensions: { code, inputPath: path, http: { status: 400 } } });
}
