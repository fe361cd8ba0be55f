/**
 * What may be a name: of a workflow, step, task, queue, schedule, tenant, token, person or label. Two names that look
 * the same are the same, so that nobody approves, pauses or links to another thing than the one they read.
 */

// Lines, controls, private signs and half pairs; what is drawn without any width or turns the direction of what follows.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
// Blanks of other widths, which nobody can tell from a plain one.
const otherBlank = /(?! )\p{Zs}/u;

/** Why a text cannot be a name, as the rest of a sentence that begins with it; undefined when it can. */
export function nameFault(text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (text !== text.trim()) return 'begins or ends with a blank; leave it out';
  const sign = unseen.exec(text);
  if (sign !== null) return `holds ${say(sign)}, which cannot be seen; leave it out`;
  const blank = otherBlank.exec(text);
  if (blank !== null) return `holds ${say(blank)}, which looks like a plain blank; write that instead`;
  if (text.includes('  ')) return 'holds several blanks in a row, which look like one; write one';
  if (text !== text.normalize('NFC'))
    return 'holds accents as separate characters; write composed letters (Unicode NFC)';
  return undefined;
}

function say(found: RegExpExecArray): string {
  const code = found[0].codePointAt(0) ?? 0;
  const name = knownSigns.get(code);
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `${name === undefined ? number : `${name} (${number})`} as its character ${found.index + 1}`;
}

const knownSigns = new Map([
  [0x00, 'a NUL'],
  [0x09, 'a tab'],
  [0x0a, 'a line break'],
  [0x0d, 'a line break'],
  [0xa0, 'a no-break space'],
  [0xad, 'a soft hyphen'],
  [0x200b, 'a zero-width space'],
  [0x200d, 'a zero-width joiner'],
  [0x202e, 'a right-to-left override'],
  [0x2028, 'a line separator'],
  [0xfe0f, 'a variation selector'],
  [0xfeff, 'a byte order mark'],
]);
