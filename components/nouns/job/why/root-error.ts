/** What a thing failed of, in one line: the first thing that a person who was woken reads. */

/** The kind of the error, and the first line of what it says. */
export type RootError = { type: string; line: string };

// A line at the head of a page; the whole text stands below it.
const lineLengthMax = 300;

/** The error in one line. */
export function rootErrorOf({ type, message }: { type: string; message: string }): RootError {
  const line = message.split('\n').find((one) => one.trim() !== '') ?? '';
  const said = line.trim();
  return { type, line: said.length > lineLengthMax ? `${said.slice(0, lineLengthMax - 1)}…` : said };
}
