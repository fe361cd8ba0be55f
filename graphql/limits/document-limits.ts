/**
 * What a document may look like, checked before it is validated, because validation itself is a target: its overlap
 * check is quadratic. Fragments count at every place where they are spread; each is walked only once.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { requestError } from '#graphql/plumbing/errors.ts';
import { limits } from './bounds.ts';

/** What a selection set amounts to. `repeats` counts each field name in the set itself, spread fragments included. */
type Weight = { depth: number; fields: number; directives: number; repeats: Map<string, number> };

type Walk = {
  fragments: Map<string, FragmentDefinitionNode>;
  weights: Map<string, Weight>;
  open: Set<string>;
  worst: GraphQLError | undefined;
};

/** Reads a document. Syntax errors are thrown as graphql-js says them; a document over a limit gives its error. */
export function parseWithinLimits(source: string): { document: DocumentNode } | { refused: GraphQLError } {
  if (source.length > limits.documentLengthMax)
    return {
      refused: requestError(
        'TOO_LARGE',
        `a document has at most ${limits.documentLengthMax} characters; what is long belongs into variables`,
        400,
      ),
    };
  const unreadable = overTokens(source);
  if (unreadable !== undefined) return { refused: unreadable };
  const document = parse(source);
  const error = overLimit(document);
  return error === undefined ? { document } : { refused: error };
}

const opening = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

// Before parsing, because the parser descends into every bracket and would run out of stack first.
function overTokens(source: string): GraphQLError | undefined {
  const lexer = new Lexer(new Source(source));
  let depth = 0;
  for (let tokens = 0; ; tokens += 1) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return undefined;
    if (tokens >= limits.tokensMax)
      return requestError('TOO_MANY_TOKENS', `a document has at most ${limits.tokensMax} tokens`, 400);
    if (opening.has(kind)) depth += 1;
    else if (closing.has(kind)) depth -= 1;
    if (depth > limits.nestingMax)
      return requestError('TOO_DEEP', `brackets are at most ${limits.nestingMax} deep`, 400);
  }
}

/** The first limit that an already parsed document breaks. */
export function overLimit(document: DocumentNode): GraphQLError | undefined {
  const walk: Walk = { fragments: new Map(), weights: new Map(), open: new Set(), worst: undefined };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) walk.fragments.set(definition.name.value, definition);
  }
  for (const name of walk.fragments.keys()) fragmentWeight(walk, name);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) checkOperation(walk, definition);
  }
  return walk.worst;
}

function checkOperation(walk: Walk, operation: OperationDefinitionNode): void {
  const weight = weigh(walk, operation.selectionSet);
  const rootFields = sum(weight.repeats.values());
  const rootFieldsMax = operation.operation === 'mutation' ? limits.rootMutationsMax : limits.rootFieldsMax;
  const directives = weight.directives + (operation.directives?.length ?? 0);
  if (weight.depth > limits.depthMax)
    say(walk, 'TOO_DEEP', `a document is at most ${limits.depthMax} selections deep below its root`);
  if (rootFields > rootFieldsMax)
    say(walk, 'TOO_MANY_ROOT_FIELDS', `a ${operation.operation} has at most ${rootFieldsMax} fields at its root`);
  if (weight.fields > limits.fieldsMax)
    say(walk, 'TOO_MANY_FIELDS', `a document selects at most ${limits.fieldsMax} fields, fragments spread out`);
  if (directives > limits.directivesMax)
    say(walk, 'TOO_MANY_DIRECTIVES', `a document has at most ${limits.directivesMax} directives`);
  // A secret is made one at a time, so that guessing or hoarding shows in the request rate.
  if (operation.operation === 'mutation' && (weight.repeats.get('createApiToken') ?? 0) > 1)
    say(walk, 'TOO_MANY_ALIASES', 'createApiToken stands alone in its operation');
}

function weigh(walk: Walk, set: SelectionSetNode): Weight {
  const weight: Weight = { depth: 0, fields: 0, directives: 0, repeats: new Map() };
  for (const selection of set.selections) {
    weight.directives += selection.directives?.length ?? 0;
    if (selection.kind === Kind.FIELD) {
      weight.fields += 1;
      count(weight.repeats, selection.name.value, 1);
      if (selection.selectionSet === undefined) continue;
      const inner = weigh(walk, selection.selectionSet);
      weight.depth = Math.max(weight.depth, inner.depth + 1);
      weight.fields += inner.fields;
      weight.directives += inner.directives;
    } else {
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? weigh(walk, selection.selectionSet)
          : fragmentWeight(walk, selection.name.value);
      weight.depth = Math.max(weight.depth, inner.depth);
      weight.fields += inner.fields;
      weight.directives += inner.directives;
      for (const [name, times] of inner.repeats) count(weight.repeats, name, times);
    }
  }
  for (const [name, times] of weight.repeats) {
    if (times > limits.repeatsMax)
      say(
        walk,
        'TOO_MANY_ALIASES',
        `the field ${name} is selected ${times} times side by side, at most ${limits.repeatsMax} are allowed`,
      );
  }
  return weight;
}

const nothing: Weight = { depth: 0, fields: 0, directives: 0, repeats: new Map() };

function fragmentWeight(walk: Walk, name: string): Weight {
  const known = walk.weights.get(name);
  if (known !== undefined) return known;
  const fragment = walk.fragments.get(name);
  // Unknown fragments and circles are for validation to name.
  if (fragment === undefined || walk.open.has(name)) return nothing;
  walk.open.add(name);
  const weight = weigh(walk, fragment.selectionSet);
  walk.open.delete(name);
  walk.weights.set(name, weight);
  return weight;
}

function say(walk: Walk, ...[code, message]: [Parameters<typeof requestError>[0], string]): void {
  walk.worst ??= requestError(code, message, 400);
}

function count(counts: Map<string, number>, name: string, times: number): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
