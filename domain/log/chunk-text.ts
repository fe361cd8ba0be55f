/**
 * The text in which the lines of a chunk are stored, one below the other: milliseconds since the attempt began, a letter
 * for level and source, the message, and fields where there are any. Written for every line and read by the database's
 * search, so that it holds the message as it is but for three characters.
 */
import { type KeptLine, type LogLevel, type LogSource, loudnessOf } from './log-line.ts';

const letters: Record<LogSource, Record<LogLevel, string>> = {
  HANDLER: { DEBUG: 'D', INFO: 'I', WARN: 'W', ERROR: 'E' },
  ENGINE: { DEBUG: 'd', INFO: 'i', WARN: 'w', ERROR: 'e' },
};
const meanings = new Map<string, { level: LogLevel; source: LogSource }>();
for (const source of ['HANDLER', 'ENGINE'] as const)
  for (const level of ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const)
    meanings.set(letters[source][level], { level, source });

/** What a chunk holds of each level, the quietest first. */
export type LevelCounts = [debug: number, info: number, warn: number, error: number];

/** One line as stored. */
export function printLine(line: KeptLine): string {
  const { message, fields } = line;
  const text = needsEscape.test(message) ? escaped(message) : message;
  return fields === null ? headOf(line) + text : `${headOf(line)}${text}\t${fields}`;
}

/** What stands before the message of a line. */
export function headOf({ offsetMs, level, source }: Pick<KeptLine, 'offsetMs' | 'level' | 'source'>): string {
  return `${Math.max(0, Math.round(offsetMs)).toString(36)}\t${letters[source][level]}`;
}

/** The lines of a chunk. A text that nobody here wrote gives lines all the same, and never throws. */
export function readLines(text: string): KeptLine[] {
  return text.split('\n').map(readLine);
}

/** How many lines of each level there are. */
export function countLevels(lines: readonly Pick<KeptLine, 'level'>[]): LevelCounts {
  const counts: LevelCounts = [0, 0, 0, 0];
  for (const { level } of lines) {
    const at = loudnessOf(level);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

function readLine(text: string): KeptLine {
  const headEnd = text.indexOf('\t');
  const offsetMs = Number.parseInt(text.slice(0, Math.max(0, headEnd)), 36);
  const known = meanings.get(text.charAt(headEnd + 1));
  if (headEnd === -1 || known === undefined || Number.isNaN(offsetMs))
    return { offsetMs: 0, level: 'INFO', source: 'HANDLER', message: text, fields: null };
  const messageEnd = text.indexOf('\t', headEnd + 1);
  const message = messageEnd === -1 ? text.slice(headEnd + 2) : text.slice(headEnd + 2, messageEnd);
  return {
    offsetMs,
    ...known,
    message: unescaped(message),
    fields: messageEnd === -1 ? null : text.slice(messageEnd + 1),
  };
}

const needsEscape = /[\\\n\t]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t' };
const characters: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\t': '\t' };

function escaped(text: string): string {
  return text.replaceAll(/[\\\n\t]/g, (character) => escapes[character] ?? character);
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\[\\nt]/g, (pair) => characters[pair] ?? pair) : text;
}
