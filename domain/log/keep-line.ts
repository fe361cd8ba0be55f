/** What is kept of a line: first its secrets are masked, then it is cut to what a line may have, and made storable. */
import { logBounds } from '#domain/bounds/log.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { headOf, printLine } from './chunk-text.ts';
import type { KeptLine, WrittenLine } from './log-line.ts';
import { type Mask, secretFormLengthMax } from './mask.ts';

// Longer texts are cut before they are masked: looking through megabytes for secrets would hold up everybody else.
const maskedLengthMax = 256 * 1024;

/**
 * Lines as they are stored, each as a text of its own. What hardly any line has - a secret, a character that has to be
 * written otherwise - is looked for in all of them at once: one look at ten kilobytes costs less than ten at each line.
 */
export function printKept(lines: readonly WrittenLine[], mask: Mask): string[] {
  const all = lines.map(({ message }) => message).join('\u0001');
  const isPlain = isStoredAsItIs(all) && mask.leaves(all);
  let [last, head]: [WrittenLine | undefined, string] = [undefined, ''];
  return lines.map((line) => {
    if (!isPlain || line.fields !== undefined || line.message.length > logBounds.messageLengthMax)
      return printLine(keepLine(line, mask));
    // Most lines follow each other within the millisecond.
    if (line.offsetMs !== last?.offsetMs || line.level !== last.level || line.source !== last.source)
      head = headOf(line);
    last = line;
    return head + line.message;
  });
}

function isStoredAsItIs(text: string): boolean {
  return (
    !text.includes('\\') && !text.includes('\n') && !text.includes('\t') && !text.includes('\0') && text.isWellFormed()
  );
}

/** The line as it may be stored. */
export function keepLine(line: WrittenLine, mask: Mask): KeptLine {
  return {
    ...line,
    message: keptText(line.message, mask),
    fields: line.fields === undefined ? null : keptFields(line.fields, mask),
  };
}

/** A text that PostgreSQL can hold: no NUL, no half of a character. */
export function storableText(text: string): string {
  const whole = text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
  return whole.isWellFormed() ? whole : whole.toWellFormed();
}

function keptText(text: string, mask: Mask): string {
  const safe = storableText(withoutHalfSecrets(text, mask));
  if (text.length <= maskedLengthMax && safe.length <= logBounds.messageLengthMax) return safe;
  const words = ` … (cut here, ${text.length} characters in all)`;
  return `${safe.slice(0, logBounds.messageLengthMax - words.length).toWellFormed()}${words}`;
}

// A secret that a cut goes through is not known for one: where the text was cut, what may be the beginning of it goes.
function withoutHalfSecrets(text: string, mask: Mask): string {
  if (text.length <= maskedLengthMax) return mask.text(text);
  return mask.text(text.slice(0, maskedLengthMax)).slice(0, -secretFormLengthMax);
}

function keptFields(fields: JsonObject, mask: Mask): string | null {
  const text = storableText(JSON.stringify(mask.json(fields)));
  if (text === '{}') return null;
  return text.length <= logBounds.fieldsLengthMax
    ? text
    : JSON.stringify({ cut: `${text.length} characters of fields` });
}
