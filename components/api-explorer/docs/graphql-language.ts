/** GraphQL for the text editor: highlighting, completion and marks from the schema. */
import type { Extension } from '@codemirror/state';
import { graphql } from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';

/** The extensions for one schema. `onShowInDocs` is told of the type under a press with Ctrl or Cmd. */
export function graphqlExtensions(schema: GraphQLSchema, onShowInDocs: (typeName: string) => void): Extension[] {
  return graphql(schema, {
    onShowInDocs: (_, type, parentType) => {
      const name = (parentType ?? type)?.replace(/[[\]!]/g, '');
      if (name !== undefined) onShowInDocs(name);
    },
  });
}
