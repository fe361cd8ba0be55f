/** What a person reads of a message: without the codes by which terminals are told of colours. */

// Colours and cursor movements, titles and links, and what is left of a code that was cut.
const escapeCodes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these codes are made of control characters
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]?|\][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)?|[@-Z\\-_]?)|\u009b[0-?]{0,64}[ -/]{0,8}[@-~]?/g;

/** The message without escape codes. */
export function plainText(message: string): string {
  return message.includes('\u001b') || message.includes('\u009b') ? message.replaceAll(escapeCodes, '') : message;
}

/** How a text is compared that a person looks for: whatever its case. */
export function foldedText(text: string): string {
  return text.toLowerCase();
}

/** True when the words of a line, or its fields as JSON, hold the text; `folded` is the text as `foldedText` gives it. */
export function holdsText({ message, fields }: { message: string; fields: string | null }, folded: string): boolean {
  return foldedText(plainText(message)).includes(folded) || (fields !== null && foldedText(fields).includes(folded));
}

/**
 * The longest part of a text that is stored as it is wherever it occurs, for whoever looks through what is stored; empty
 * when no part is worth looking for. Where a message has escape codes they may stand in its midst.
 */
export function storedPart(text: string): string {
  const parts = text.match(/[ -[\]-~]+/g) ?? [];
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return longest.length >= storedPartMin ? longest : '';
}

// One letter is found nearly everywhere.
const storedPartMin = 2;
