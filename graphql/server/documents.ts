/** Documents that were read before: the same text is parsed, limited and validated once. */
import { type DocumentNode, GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { limits } from '#graphql/limits/bounds.ts';
import { parseWithinLimits } from '#graphql/limits/document-limits.ts';

export type Documents = {
  /** The limit that the text breaks; undefined when it breaks none or is no document at all, which others say better. */
  limitBroken(source: string): GraphQLError | undefined;
  /** The document, or everything that is wrong with it. */
  read(source: string): { document: DocumentNode } | { errors: readonly GraphQLError[] };
};

// Longer texts are rare and would fill the memory that the bound on their number is meant to keep.
const keptLengthMax = 16_384;
// A person fixes the first few and asks again.
const validationErrorsMax = 10;

/** A memory of documents for one schema. */
export function rememberDocuments(schema: GraphQLSchema): Documents {
  const within = new Map<string, DocumentNode>();
  const valid = new Map<string, DocumentNode>();

  const limited = (source: string): { document: DocumentNode } | { refused: GraphQLError } => {
    const known = within.get(source);
    if (known !== undefined) return { document: known };
    const parsed = parseWithinLimits(source);
    if ('document' in parsed) keep(within, source, parsed.document);
    return parsed;
  };

  return {
    limitBroken: (source) => {
      try {
        const parsed = limited(source);
        return 'refused' in parsed ? parsed.refused : undefined;
      } catch (fault) {
        if (fault instanceof GraphQLError) return undefined;
        throw fault;
      }
    },
    read: (source) => {
      const known = valid.get(source);
      if (known !== undefined) return { document: known };
      try {
        const parsed = limited(source);
        if ('refused' in parsed) return { errors: [parsed.refused] };
        const errors = validate(schema, parsed.document, undefined, { maxErrors: validationErrorsMax });
        if (errors.length > 0) return { errors };
        keep(valid, source, parsed.document);
        return parsed;
      } catch (fault) {
        if (fault instanceof GraphQLError) return { errors: [fault] };
        throw fault;
      }
    },
  };
}

function keep(kept: Map<string, DocumentNode>, source: string, document: DocumentNode): void {
  if (source.length > keptLengthMax) return;
  const oldest = kept.keys().next();
  if (kept.size >= limits.documentsKeptMax && oldest.done !== true) kept.delete(oldest.value);
  kept.set(source, document);
}
