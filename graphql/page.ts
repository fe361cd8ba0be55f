/** Lists: Relay connections with keyset cursors, at most 200 a page. */

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
      "How many ${plural} match; counting stops at 10,000."
      totalCount: Int!
      "False when counting stopped: there are more than totalCount."
      totalCountExact: Boolean!
      "Where the event log stood when this page was read: subscribe after it to miss nothing."
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
