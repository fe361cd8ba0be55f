/** Where the cursor stands in the YAML of a definition: under which keys, at a key or at its value. */

/** `path` holds the keys above, `-` for an entry of a list; `typed` is the word begun at the cursor. */
export type DefinitionPlace = {
  kind: 'key' | 'value';
  path: string[];
  typed: string;
};

type Level = { indent: number; key: string };

const linePattern = /^(\s*)((?:-\s+)*)(.*)$/;
const keyPattern = /^("[^"]*"|'[^']*'|[\w.$-]+)\s*:(?:\s+(.*))?$/;

/** Reads the place at the end of `before`: all lines up to the cursor, the last one cut off there. */
export function definitionPlace(before: readonly string[]): DefinitionPlace | undefined {
  const line = before.at(-1) ?? '';
  if (line.trimStart().startsWith('#')) return undefined;
  const [, spaces = '', dashes = '', rest = ''] = linePattern.exec(line) ?? [];
  const above = pathAbove(before.slice(0, -1), { indent: spaces.length, isEntry: dashes !== '' });
  const entries = Array.from({ length: dashes.split('-').length - 1 }, () => '-');
  const path = [...above, ...entries];
  if (/^[[{]/.test(rest)) return flowPlace(path, rest);
  const [, key, value] = keyPattern.exec(rest) ?? [];
  if (key === undefined) return { kind: 'key', path, typed: lastWord(rest) };
  if (value === undefined) return undefined;
  return flowPlace([...path, bare(key)], value);
}

/** The ids of the steps that a text names, whether or not it can be read as a whole. */
export function stepIdsIn(text: string): string[] {
  const found = text.matchAll(/^\s*(?:-\s+|\{\s*)*(?:-\s+\{\s*)?id:\s*("[^"]*"|'[^']*'|[^\s,}#]+)/gm);
  return [...new Set([...found].map(([, id = '']) => bare(id)))];
}

/** The keys of the lines that this one belongs to, outermost first. */
function pathAbove(lines: readonly string[], own: { indent: number; isEntry: boolean }): string[] {
  const levels: Level[] = [];
  let limit = own.indent;
  // The entries of a list may stand as far left as the key above them.
  let mayBeEqual = own.isEntry;
  for (const line of lines.toReversed()) {
    if (limit === 0 && !mayBeEqual) break;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const [, spaces = '', dashes = '', rest = ''] = linePattern.exec(line) ?? [];
    const [, key, value] = keyPattern.exec(rest) ?? [];
    const keyIndent = spaces.length + dashes.length;
    const isAbove = keyIndent < limit || (mayBeEqual && keyIndent === limit && dashes === '');
    if (isAbove && key !== undefined && (value === undefined || value.trim() === '')) {
      levels.push({ indent: keyIndent, key: bare(key) });
      limit = keyIndent;
      mayBeEqual = false;
    }
    if (dashes !== '' && spaces.length < limit) {
      levels.push({ indent: spaces.length, key: '-' });
      limit = spaces.length;
      mayBeEqual = true;
    }
  }
  return levels.toReversed().map(({ key }) => key);
}

/** Goes on inside of `[a, b` and `{ key: value, ` on the same line. */
function flowPlace(path: string[], value: string): DefinitionPlace {
  const inner = [...path];
  let word = '';
  let kind: DefinitionPlace['kind'] = 'value';
  const opened: string[] = [];
  for (const letter of value) {
    if (letter === '[' || letter === '{') {
      opened.push(letter);
      if (letter === '[') inner.push('-');
      kind = letter === '{' ? 'key' : 'value';
      word = '';
    } else if (letter === ']' || letter === '}') {
      inner.pop();
      opened.pop();
      word = '';
    } else if (letter === ',') {
      if (opened.at(-1) === '{') {
        if (kind === 'value') inner.pop();
        kind = 'key';
      }
      word = '';
    } else if (letter === ':' && opened.at(-1) === '{' && kind === 'key') {
      inner.push(bare(word.trim()));
      kind = 'value';
      word = '';
    } else {
      word += letter;
    }
  }
  return { kind, path: inner, typed: word.trimStart() };
}

function lastWord(text: string): string {
  return /[\w.$-]*$/.exec(text)?.[0] ?? '';
}

function bare(key: string): string {
  return key.replace(/^["']|["']$/g, '');
}

/** The line, counted from 1, that names a step; null when none does. */
export function lineOfStep(text: string, stepKey: string): number | null {
  const line = text.split('\n').findIndex((one) => stepIdsIn(one).includes(stepKey) || namesInJson(one) === stepKey);
  return line === -1 ? null : line + 1;
}

function namesInJson(line: string): string | undefined {
  return /"id"\s*:\s*"([^"]*)"/.exec(line)?.[1];
}
