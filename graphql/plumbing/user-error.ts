/** What a mutation answers when it did nothing: the refusals of a command, as `userErrors`. */
import { GraphQLError } from 'graphql';
import { type Outcome, REFUSAL_CODES, type Refusal, type RefusalCode } from '#domain/refusal.ts';

const meanings: Record<RefusalCode, string> = {
  BAD_INPUT: 'A value breaks a rule that its message names.',
  BAD_CRON: 'The cron or named expression cannot be read; the message names the field.',
  BAD_DURATION: 'Not an ISO 8601 duration, or outside its bounds.',
  BAD_EXPRESSION: 'The expression cannot be read or is not allowed; the message names the column.',
  BAD_TIME_ZONE: 'No such zone in the IANA database.',
  BAD_URL: 'Not a URL that may be called.',
  BAD_YAML: 'The YAML cannot be read; line and column are named.',
  CYCLE: 'The steps depend on each other in a circle, named step by step.',
  DUPLICATE_ID: 'Two steps carry the same id.',
  EMPTY_WORKFLOW: 'A workflow without steps.',
  FORBIDDEN: 'Your role or token scope does not include this.',
  IDEMPOTENCY_CONFLICT: 'The idempotency key was used before with another body.',
  ILLEGAL_TRANSITION: 'The entity is in a state from which this move does not exist.',
  LIMIT_REACHED: 'A limit of the tenant or queue is used up.',
  NAME_TAKEN: 'Another entity of this kind has the name.',
  NOT_EXACT: 'The value would be rounded or become another one; the message says what to write instead.',
  NOT_FOUND: 'No such entity in this tenant.',
  PARAMS_INVALID: 'The parameters break the input schema of the task.',
  QUOTA_EXCEEDED:
    'A quota of the tenant for a day or a month is used up; `quota` tells which, and when it begins anew.',
  RESULT_GONE: 'The result of a step that was to be kept is not stored any more: run it again from its start.',
  SELF_DEPENDENCY: 'A step depends on itself.',
  TASK_DEPRECATED: 'The task is deprecated: what is arranged goes on, and nothing new is made of it.',
  TOO_LARGE: 'Larger than its bound.',
  TYPE_MISMATCH: 'The value has another type than its declaration.',
  UNKNOWN_DEPENDENCY: 'A step depends on a step that does not exist.',
  UNKNOWN_FIELD: 'The object has no such field.',
  UNKNOWN_SECRET: 'No such secret in this tenant.',
  UNKNOWN_TASK: 'No such task in this tenant.',
  UNKNOWN_VARIABLE: 'The expression or the start names a variable that is not declared.',
  UNKNOWN_WORKFLOW: 'No such workflow in this tenant.',
  UNSUPPORTED: 'Understood, but not offered.',
  VERSION_CONFLICT: 'Somebody else changed the entity since the version you name.',
};

export const userErrorTypes = /* GraphQL */ `
  "Why a command did nothing. Codes are stable; messages are for people."
  enum ErrorCode {
    ${REFUSAL_CODES.map((code) => `"${meanings[code]}"\n    ${code}`).join('\n    ')}
  }

  "One reason why a command did nothing."
  type UserError {
    "To branch on."
    code: ErrorCode!
    "A sentence for a person."
    message: String!
    "Where in the input it lies, outermost first."
    path: [String!]
    "The quota that is used up, with QUOTA_EXCEEDED; null otherwise."
    quota: ExceededQuota
  }
`;

/** The payload of a mutation: what it made when it did, every refusal when it did not. */
export async function answer<T, Payload, Empty>(
  outcome: Promise<Outcome<T>>,
  payload: (value: T) => Payload | Promise<Payload>,
  empty: Empty,
): Promise<(Payload | Empty) & { userErrors: Refusal[] }> {
  const settled = await outcome;
  if (!settled.ok) return { ...empty, userErrors: settled.refusals };
  return { ...(await payload(settled.value)), userErrors: [] };
}

/** The value of a query. Queries have no place for userErrors, so what was refused is an error of the field. */
export function orThrow<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code = 'BAD_INPUT', message = 'refused', path = [] } = outcome.refusals[0] ?? {};
  throw new GraphQLError(message, { extensions: { code, inputPath: path } });
}
