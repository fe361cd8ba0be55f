/** Lists: Relay connections with keyset cursors, at most 200 a page. */
import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import type { Outcome } from '#domain/refusal.ts';
import type { Connection } from '#engine/event/connection.ts';
import type { PageRequest } from '#engine/store/reading/page.ts';
import { orThrow } from './user-error.ts';

/** A page with the one thing that its request knows and its rows do not. */
export type Page<Node> = Connection<Node> & { hasPreviousPage: boolean };

export const pageTypes = /* GraphQL */ `
  "Where a page lies in its list."
  type PageInfo {
    "True when more nodes follow."
    hasNextPage: Boolean!
    "True when this page did not start at the beginning."
    hasPreviousPage: Boolean!
    "The cursor of the first node; null for an empty page."
    startCursor: Cursor
    "The cursor of the last node, to be handed back as \`after\`; null for an empty page."
    endCursor: Cursor
  }

  "Anything with an id."
  interface Node {
    "Opaque and unique across all types."
    id: ID!
  }
`;

/** The connection and edge types of one noun. `name` is the node's type, `plural` how a sentence calls many. */
export function connectionTypes(name: string, plural: string): string {
  return /* GraphQL */ `
    "A page of ${plural}."
    type ${name}Connection {
      "The ${plural} of this page."
      nodes: [${name}!]!
      "The ${plural} of this page, each with its cursor."
      edges: [${name}Edge!]!
      "Where this page lies in the whole list."
      pageInfo: PageInfo!
      "How many ${plural} match; counting stops at 1,000."
      totalCount: Int!
      "False when counting stopped: there are more than totalCount."
      totalCountExact: Boolean!
      "Where the event log stood before anything of this answer was read: subscribe after it to miss nothing."
      eventCursor: Cursor!
    }

    "One of the ${plural} in a page."
    type ${name}Edge {
      "Its position in the list."
      cursor: Cursor!
      "The entity itself."
      node: ${name}!
    }
  `;
}

/** Reads a page: what the engine refuses of a list is an error of its field. */
export async function pageOf<Node>(
  outcome: Promise<Outcome<Connection<Node>>>,
  { after }: PageRequest,
): Promise<Page<Node>> {
  return { ...orThrow(await outcome), hasPreviousPage: after !== undefined && after !== null };
}

/** What a list is asked for; counting is left out when nobody looks. */
export function pageRequest(
  args: { first?: number | null | undefined; after?: string | null | undefined },
  info: GraphQLResolveInfo,
): PageRequest {
  const withCount = info.fieldNodes.some(
    (field) => field.selectionSet !== undefined && selectsCount(field.selectionSet, info),
  );
  return { first: args.first ?? null, after: args.after ?? null, withCount };
}

/** Resolvers that every connection shares. */
export const connection = {
  edges: <Node>(page: { nodes: Node[]; cursors: string[] }) =>
    page.nodes.map((node, n) => ({ cursor: page.cursors[n] ?? '', node })),
  pageInfo: (page: Pick<Page<unknown>, 'hasNextPage' | 'hasPreviousPage' | 'cursors' | 'endCursor'>) => {
    const { hasNextPage, hasPreviousPage, cursors, endCursor } = page;
    return { hasNextPage, hasPreviousPage, startCursor: cursors[0] ?? null, endCursor };
  },
};

function selectsCount(set: SelectionSetNode, info: GraphQLResolveInfo): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.FIELD)
      return selection.name.value === 'totalCount' || selection.name.value === 'totalCountExact';
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : info.fragments[selection.name.value]?.selectionSet;
    return inner !== undefined && selectsCount(inner, info);
  });
}
