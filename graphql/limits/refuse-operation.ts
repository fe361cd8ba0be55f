/** What is asked of a valid operation before it is executed: by whom, over what, and at which cost. */
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import { requestError } from '#graphql/plumbing/errors.ts';
import { limits } from './bounds.ts';
import { costOf } from './cost.ts';
import { countEntries } from './count-entries.ts';
import { refuseReading } from './refuse-reading.ts';
import { refuseValues } from './refuse-values.ts';

export type AskedOperation = {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
  isStranger: boolean;
  /** Whether whoever asks has the permission `read`. */
  mayRead: boolean;
  /** True over a WebSocket. */
  canFollow: boolean;
};

/** Why the operation will not be executed; undefined when it may. */
export function refuseOperation(asked: AskedOperation): GraphQLError | undefined {
  const { operation, isStranger, mayRead, canFollow } = asked;
  if (isStranger && !asksOnlyTypename(operation.selectionSet)) {
    return requestError('UNAUTHENTICATED', 'send a bearer token, or sign in', 401);
  }
  if (operation.operation === 'subscription' && !canFollow) {
    return requestError('BAD_REQUEST', 'subscriptions go over WebSocket with the protocol graphql-transport-ws', 400);
  }
  const unreadable = mayRead ? undefined : refuseReading(asked);
  if (unreadable !== undefined) return unreadable;
  const entries = countEntries(asked.schema, { ...asked, most: limits.entriesMax });
  if (entries > limits.entriesMax)
    return requestError(
      'TOO_LARGE',
      `the lists in the variables hold more than ${limits.entriesMax} entries; send several requests`,
      400,
    );
  const unfit = refuseValues(asked);
  if (unfit !== undefined) return unfit;
  const { cost, dearest } = costOf(asked);
  if (cost <= limits.costMax) return undefined;
  const most = dearest === '' ? 'most of it is spread over many fields' : `most of it is ${dearest}`;
  return requestError(
    'QUERY_TOO_COMPLEX',
    `this may resolve ${cost} values, and at most ${limits.costMax} are resolved for one request; ${most}. Ask for smaller pages with \`first\` and go on after \`endCursor\`, or for fewer fields at once`,
    400,
    { cost, costMax: limits.costMax },
  );
}

// Enough for a stranger to see that GraphQL lives here, and nothing of the schema.
function asksOnlyTypename(set: SelectionSetNode): boolean {
  return set.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename');
}
