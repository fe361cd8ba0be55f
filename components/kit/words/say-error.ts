/** What something failed of: a word for the kind of error, where the product knows one, and what the error says. */
import { errorWords } from './error-words.ts';

/** `word` is the product's, `code` what a handler of a tenant calls it; the line may say all by itself. */
export type SaidError = { word: string | undefined; code: string | undefined; line: string };

// One line; the whole text stands elsewhere.
const lineLengthMax = 300;

/** The error in its parts, of one line. */
export function partsOfError({ type, message }: { type: string; message: string }): SaidError {
  const first = message.split('\n').find((one) => one.trim() !== '') ?? '';
  const line = shortened(first.trim());
  const http = /^HTTP_(\d{3})$/.exec(type);
  if (http !== null) return { word: `HTTP ${http[1]}`, code: undefined, line: withoutStatus(line, http[1] ?? '') };
  const known: Record<string, string | undefined> = errorWords;
  const word = known[type];
  if (word === undefined) return { word: undefined, code: type === '' ? undefined : type, line };
  return { word: word === '' ? undefined : word, code: undefined, line };
}

/** The same as one text: `HTTP 500: out of order`, `CARD_DECLINED: ask the bank`, `the bank did not answer`. */
export function sayError(error: { type: string; message: string }): string {
  const { word, code, line } = partsOfError(error);
  return [word ?? code, line].filter((part) => part !== undefined && part !== '').join(': ');
}

/** What a kind of error is called alone; undefined where only its message tells it from others. */
export function labelOfError(type: string): string | undefined {
  const { word, code } = partsOfError({ type, message: '' });
  return word ?? code;
}

/** The same, with a word for every kind. */
export function sayErrorType(type: string): string {
  return labelOfError(type) ?? 'Failed';
}

// The handler says the status once more before what came with it.
function withoutStatus(line: string, status: string): string {
  const before = `the server answered ${status}`;
  return line.startsWith(before) ? line.slice(before.length).replace(/^: /, '') : line;
}

function shortened(line: string): string {
  return line.length > lineLengthMax ? `${line.slice(0, lineLengthMax - 1)}…` : line;
}
