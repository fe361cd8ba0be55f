/** Gives a step or a variable another name in an expression, past texts in quotes and comments. */

import { endOfExpression } from '#domain/expression/text.ts';

/** `root` is what the names are read from: `tasks.lint`, `vars.repo`; `names` leads from each to the new one. */
export type Renaming = { root: 'tasks' | 'vars'; names: ReadonlyMap<string, string> };

const texts = [
  String.raw`"""(?:\\[\s\S]|[^\\])*?"""`,
  String.raw`'''(?:\\[\s\S]|[^\\])*?'''`,
  String.raw`"(?:\\.|[^"\\\n])*"`,
  String.raw`'(?:\\.|[^'\\\n])*'`,
].join('|');
const read = String.raw`(?<![\w.])(?<root>tasks|vars)(?:(?<dot>\s*\.\s*\??)(?<name>[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)|(?<open>\s*\[\s*\??)(?<key>${texts})(?<close>\s*\]))`;
const token = new RegExp([texts, String.raw`\/\/[^\n]*`, read, String.raw`[A-Za-z_]\w*`].join('|'), 'g');

/** A whole expression. */
export function renameInExpression(text: string, { root, names }: Renaming): string {
  return text.replace(token, (...match) => {
    const found = String(match[0]);
    const groups: Record<string, string | undefined> = match.at(-1);
    if (groups.root !== root) return found;
    if (groups.key !== undefined) {
      const to = names.get(wordIn(groups.key) ?? '');
      if (to === undefined) return found;
      const quote = groups.key.startsWith('"') ? '"' : "'";
      return `${root}${groups.open}${quote}${escaped(to, quote)}${quote}${groups.close}`;
    }
    const { dot = '', name = '' } = groups;
    // Only a step's id goes on behind a dash; a variable's name ends there, and the rest is subtracted.
    const own = root === 'tasks' ? name : (/^\w+/.exec(name)?.[0] ?? '');
    const to = names.get(own);
    if (to === undefined) return found;
    const isReachable = root === 'tasks' ? /^\w+(?:-\w+)*$/.test(to) : /^\w+$/.test(to);
    const isOptional = dot.includes('?');
    const rest = name.slice(own.length);
    // CEL itself knows no dash behind a dot, and the spelling with one is only read without a question mark.
    if (isReachable && (!isOptional || /^[A-Za-z_]\w*$/.test(to))) return `${root}${dot}${to}${rest}`;
    return `${root}[${isOptional ? '?' : ''}"${escaped(to, '"')}"]${rest}`;
  });
}

function wordIn(quoted: string): string | undefined {
  const body = /^(?:"""|'''|"|')([\s\S]*?)(?:"""|'''|"|')$/.exec(quoted)?.[1];
  return body?.replace(/\\(["'\\])/g, '$1');
}

function escaped(text: string, quote: string): string {
  return text.replace(/[\\"']/g, (character) =>
    character === '\\' || character === quote ? `\\${character}` : character,
  );
}

/** Every `${{ }}` of a text. */
export function renameInTemplate(text: string, renaming: Renaming): string {
  let renamed = '';
  let from = 0;
  for (let start = text.indexOf('${{'); start >= 0; start = text.indexOf('${{', from)) {
    const end = endOfExpression(text, start + 3);
    if (end === undefined) break;
    renamed += text.slice(from, start + 3) + renameInExpression(text.slice(start + 3, end), renaming);
    from = end;
  }
  return renamed + text.slice(from);
}
