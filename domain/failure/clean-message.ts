/**
 * What of an error's message tells its kind: the words, without numbers, ids, dates and quoted parts. Every character is
 * looked at a bounded number of times, whatever the message is: patterns match fixed classes only, and a quote is looked
 * for within a bounded distance.
 */
import { failureBounds } from '#domain/bounds/failure.ts';

/** Stands for a number, an id, an address or an instant. */
const someNumber = '#';
/** Stands for what was quoted. */
const someText = '"…"';

type Token = { kind: 'word' | 'calendar' | 'mark' | 'joint' | 'other'; text: string };

/** The message as its kind is called; empty when nothing is left of it. */
export function cleanMessage(message: string): string {
  const { messageReadMax } = failureBounds;
  // One character may become eighteen.
  const read = message
    .slice(0, messageReadMax)
    .toWellFormed()
    .normalize('NFKC')
    .slice(0, messageReadMax)
    .toWellFormed();
  const text = meaningfulLines(read);
  const tokens: Token[] = [];
  let place = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = place;
    return pattern.exec(text)?.[0];
  };
  while (place < text.length) {
    const quoteEnd = endOfQuote(text, place);
    if (quoteEnd !== undefined) {
      pushMark(tokens, someText);
      place = quoteEnd;
      continue;
    }
    const address = isWordChar(text[place - 1]) ? undefined : (take(uuid) ?? addressIn(take(colonGroups)));
    const piece = address ?? take(word) ?? take(blanks) ?? text[place] ?? '';
    if (address !== undefined) pushMark(tokens, someNumber);
    else pushPiece(tokens, piece);
    place += piece.length;
  }
  return printed(tokens);
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/iy;
// An IPv6 address, a time of day, a place in a file.
const colonGroups = /[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![0-9a-z])/iy;
const word = /[\p{L}\p{N}\p{M}]+/uy;
const blanks = /\s+/y;
const digit = /\p{N}/u;
const hexOnly = /^[0-9a-f]+$/i;
// A name with a number at its end: `s3`, `utf8`, `worker12`.
const numberedName = /^([\p{L}\p{M}]{1,12})\p{N}{1,6}$/u;
// Numbers that only these part are one.
const joints = new Set([...'-_.:,;/+ ']);
// Longer than any word: a token, a hash, a body in base64.
const wordLengthMax = 40;
// Shorter ones are words, too: `face`, `added`, `decade`.
const hexIdLengthMin = 8;
const hexNumberLengthMin = 6;

function addressIn(found: string | undefined): string | undefined {
  return found !== undefined && digit.test(found) ? found : undefined;
}

// Invisible characters, and those of control, are no part of a message; half of its lines may say where and not what.
function meaningfulLines(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.replaceAll(/[\p{Cf}\p{Co}\p{Cn}]/gu, '').replaceAll(/\p{Cc}/gu, ' '));
  const said = lines.filter((line) => line.trim() !== '');
  // Python tells the error last.
  if (said[0]?.startsWith('Traceback (') === true) return said.at(-1) ?? '';
  const firstFrame = said.findIndex((line) => /^\s*(?:at |File "|\.{3} \d)/.test(line));
  return said.slice(0, firstFrame <= 0 ? said.length : firstFrame).join(' ');
}

const closers: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“',
  '‘': '’',
  '«': '»',
};

/** Where a quote that begins here ends; undefined when none begins, or none ends. */
function endOfQuote(text: string, start: number): number | undefined {
  const opener = text[start] ?? '';
  const closer = closers[opener];
  // An apostrophe is no quote.
  if (closer === undefined || isWordChar(text[start - 1])) return undefined;
  let depth = 1;
  let firstEnd: number | undefined;
  const last = Math.min(text.length, start + failureBounds.quoteLengthMax);
  for (let place = start + 1; place < last; place += 1) {
    const char = text[place];
    if (char !== closer && char !== opener) continue;
    const [isAfterWord, isBeforeWord] = [isWordChar(text[place - 1]), isWordChar(text[place + 1])];
    if (isAfterWord && isBeforeWord && closer === "'") continue;
    const isOpening = opener === closer ? !isAfterWord && isBeforeWord : char === opener;
    depth += isOpening ? 1 : -1;
    if (!isOpening) firstEnd ??= place + 1;
    if (depth === 0) return place + 1;
  }
  return firstEnd;
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

function pushPiece(tokens: Token[], piece: string): void {
  if (/^\s/.test(piece)) pushJoint(tokens, ' ');
  else if (joints.has(piece)) pushJoint(tokens, piece);
  else if (!/^[\p{L}\p{N}]/u.test(piece)) pushOther(tokens, piece);
  else if (calendarNames.has(piece)) pushCalendar(tokens, piece);
  else if (isId(piece)) pushMark(tokens, someNumber);
  else pushWord(tokens, piece);
}

function pushWord(tokens: Token[], piece: string): void {
  const [, name] = numberedName.exec(piece) ?? [];
  tokens.push({ kind: 'word', text: name ?? piece });
  if (name !== undefined) tokens.push({ kind: 'mark', text: someNumber });
}

function isId(piece: string): boolean {
  if (piece.length > wordLengthMax) return true;
  if (hexOnly.test(piece) && piece.length >= (digit.test(piece) ? hexNumberLengthMin : hexIdLengthMin)) return true;
  return digit.test(piece) && !numberedName.test(piece);
}

// As they stand in dates; in small letters some of them are other words.
const calendarNames = new Set(
  [
    'January February March April May June July August September October November December',
    'Monday Tuesday Wednesday Thursday Friday Saturday Sunday',
  ]
    .flatMap((names) => names.split(' '))
    .flatMap((name) => [name, name.slice(0, 3)]),
);

// The name of a month or day is part of the number before it.
function pushCalendar(tokens: Token[], text: string): void {
  const end = beforeJoints(tokens);
  const before = tokens[end - 1];
  if (before?.kind === 'mark' && before.text === someNumber) tokens.length = end;
  else tokens.push({ kind: 'calendar', text });
}

/** Adds a mark, unless what is there ends with the same one: a list of numbers is as one of them, however long. */
function pushMark(tokens: Token[], text: string): void {
  let end = beforeJoints(tokens);
  // ... or to the number after it.
  while (text === someNumber && tokens[end - 1]?.kind === 'calendar') {
    tokens.length = end - 1;
    end = beforeJoints(tokens);
  }
  const before = tokens[end - 1];
  if (before?.kind === 'mark' && before.text === text) {
    tokens.length = end;
    return;
  }
  dropSign(tokens);
  tokens.push({ kind: 'mark', text });
}

/** How many tokens there are without the joints at the end. */
function beforeJoints(tokens: readonly Token[]): number {
  let end = tokens.length;
  while (tokens[end - 1]?.kind === 'joint') end -= 1;
  return end;
}

// `-5` is a number as 5 is, and so is #5.
function dropSign(tokens: Token[]): void {
  const [before, last] = [tokens.at(-2), tokens.at(-1)];
  const isSign = last?.kind === 'joint' && (last.text === '-' || last.text === '+') && before?.kind !== 'word';
  if (isSign || (last?.kind === 'other' && last.text === '#')) tokens.pop();
}

function pushJoint(tokens: Token[], text: string): void {
  const last = tokens.at(-1);
  if (last?.kind === 'joint' && last.text === text && text !== '/') return;
  tokens.push({ kind: 'joint', text });
}

// A rule of twenty dashes is as one of ten.
function pushOther(tokens: Token[], text: string): void {
  const last = tokens.at(-1);
  if (last?.kind === 'other' && last.text === text) return;
  tokens.push({ kind: 'other', text });
}

function printed(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) {
    if (text.length > failureBounds.messageLengthMax) break;
    text += token.text;
  }
  return text
    .slice(0, failureBounds.messageLengthMax)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .replaceAll(/^[\s.,;:]{1,240}|[\s.,;:!]{1,240}$/g, '');
}
