/** What is kept of a line: first its secrets are masked, then it is cut to what a line may have, and made storable. */
import { logBounds } from '#domain/bounds/log.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { KeptLine, WrittenLine } from './log-line.ts';
import { type Mask, secretFormLengthMax } from './mask.ts';

// Longer texts are cut before they are masked: looking through megabytes for secrets would hold up everybody else.
const maskedLengthMax = 256 * 1024;

/** Lines as they may be stored. What none of them has is looked for in all of them at once. */
export function keepLines(lines: readonly WrittenLine[], mask: Mask): KeptLine[] {
  const all = lines.map(({ message }) => message).join('\n');
  const isPlain = !all.includes('\0') && all.isWellFormed() && mask.leaves(all);
  return lines.map((line) => {
    if (!isPlain || line.message.length > logBounds.messageLengthMax) return keepLine(line, mask);
    const { offsetMs, level, source, message, fields } = line;
    return { offsetMs, level, source, message, fields: fields === undefined ? null : keptFields(fields, mask) };
  });
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
