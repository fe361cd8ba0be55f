/** What a key means on a keyboard that writes another alphabet: bindings are named in Latin letters and signs. */

export type KeyPlace = { key: string; code: string; shiftKey: boolean };

// What stands on the same key of the keyboard whose caps the codes are named after.
const signs: Record<string, readonly [plain: string, shifted: string]> = {
  Slash: ['/', '?'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
};
// Signs that an alphabet has a form of its own for, and that stand where that alphabet has them.
const same: Record<string, string> = { '؟': '?', '،': ',', '؛': ';' };

/** True for a letter, mark or digit that no binding is named after: Cyrillic, Greek, Hebrew, Arabic, Thai .. */
export function isForeign(key: string): boolean {
  return /^[\p{L}\p{M}\p{Nd}]$/u.test(key) && !/^[\p{Script=Latin}0-9]$/u.test(key);
}

/**
 * The key in Latin. What a layout writes in Latin means what it writes, wherever it stands: `a` on AZERTY, `,` on Dvorak.
 * Only a foreign letter gives way to the cap that the key has elsewhere, and in a sequence that began with one so does a
 * sign on the place of a letter: `g q` ends with a sign on a Greek keyboard.
 */
export function latinKey({ key, code, shiftKey }: KeyPlace, isInForeignSequence = false): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const isSign = /^[!-/:-@[-`{-~]$/.test(key);
  if (isSign && letter !== undefined && isInForeignSequence) return letter.toLowerCase();
  if (!isForeign(key)) return same[key] ?? key;
  if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase();
  return /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1] ?? signs[code]?.[shiftKey ? 1 : 0] ?? key;
}
