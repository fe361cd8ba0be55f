/** Counts the bytes of an answer while it is made, so that one that is too large ends before it is held or sent. */
import type { GraphQLError } from 'graphql';
import { requestError } from '#graphql/plumbing/errors.ts';
import type { AnswerMeter } from '#graphql/plumbing/request.ts';
import { limits } from './bounds.ts';

/** Why an answer was not given. */
export function answerTooLarge(): GraphQLError {
  return requestError(
    'ANSWER_TOO_LARGE',
    `the answer would have more than ${limits.answerSizeBytesMax} bytes; ask for smaller pages with \`first\` and go on after \`endCursor\`, or for large values such as params, result, variables, definition and source one by one`,
    400,
  );
}

/** A meter for one answer. */
export function openAnswerMeter(): AnswerMeter {
  let leftBytes: number = limits.answerSizeBytesMax;
  return {
    count: (name, value) => {
      if (leftBytes >= 0) leftBytes -= name.length + punctuationBytes;
      if (leftBytes >= 0) leftBytes -= typeof value === 'object' ? sizeOfTree(value, leftBytes) : sizeOfScalar(value);
      if (leftBytes < 0) throw answerTooLarge();
    },
    isOver: () => leftBytes < 0,
  };
}

// Quotes, colon and comma.
const punctuationBytes = 4;
const instantBytes = 26;
// Below this a text is not worth counting byte by byte.
const shortLength = 64;

function sizeOfScalar(value: unknown): number {
  if (typeof value === 'string') return 2 + (value.length < shortLength ? value.length : Buffer.byteLength(value));
  return value instanceof Date ? instantBytes : String(value).length;
}

// Ends as soon as there is no room left; without recursion, because a foreign value may be deep.
function sizeOfTree(value: unknown, roomBytes: number): number {
  let sizeBytes = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && sizeBytes <= roomBytes) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || next instanceof Date) {
      sizeBytes += sizeOfScalar(next) + 1;
      continue;
    }
    sizeBytes += 2;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else
      for (const [key, item] of Object.entries(next)) {
        sizeBytes += key.length + punctuationBytes;
        open.push(item);
      }
  }
  return sizeBytes;
}
