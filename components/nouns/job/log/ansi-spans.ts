/**
 * A message as parts of one look each. Colours of terminals become classes, never HTML; what would act instead of being
 * read - cursor movements, titles, control characters, marks that turn the direction of writing - is left out or shown
 * as a sign.
 */
import Anser from 'anser';

export type Span = { text: string; className: string };

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const looks: Readonly<Record<string, string>> = {
  bold: 'font-semibold',
  dim: 'opacity-75',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'line-through',
  reverse: 'log-reverse',
};

/** The parts of a message, in their order. Together they are its text without codes. */
export function spansOf(message: string): Span[] {
  const text = withoutCommands(message);
  if (!text.includes('\u001b[')) return text === '' ? [] : [{ text: shown(text), className: '' }];
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map(({ content, fg, bg, decorations }) => ({
    text: shown(content),
    className: [
      fg === null ? '' : `log-${colourOf(fg)}`,
      bg === null ? '' : `log-on-${colourOf(bg)}`,
      ...decorations.map((one) => looks[one] ?? ''),
    ]
      .filter((name) => name !== '')
      .join(' '),
  }));
}

// Links and titles with all that is in them, character sets, and codes of a single letter.
const commands =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these codes are made of control characters
  /\u001b\][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)?|\u001b[()*+][0-9A-Za-z]|\u001b(?!\[)[@-Z\\-_a-z]?|\u009b/g;

function withoutCommands(message: string): string {
  return message.includes('\u001b') || message.includes('\u009b') ? message.replaceAll(commands, '') : message;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the page
const unshown = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// A control character has a picture of its own; what has none is a sign that something stood there.
function shown(text: string): string {
  return text.replaceAll(/\r\n/g, '\n').replaceAll(unshown, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

// Of 256 colours and more the nearest of the eight, which are legible on both themes.
function colourOf(name: string): string {
  const plain = colours.find((colour) => name.endsWith(`-${colour}`));
  if (plain !== undefined) return plain;
  const palette = /palette-(\d+)$/.exec(name)?.[1];
  return palette === undefined ? 'white' : nearest(Number(palette));
}

function nearest(code: number): string {
  if (code < 16 || code > 231) return 'white';
  const cube = code - 16;
  const parts = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  const most = Math.max(...parts);
  const bits = parts.map((part, n) => (most > 0 && part * 2 > most ? 2 ** n : 0));
  return colours[bits.reduce((sum, bit) => sum + bit, 0)] ?? 'white';
}
