/**
 * Two spellings that people write and CEL does not know are put into its words before parsing: `80%` for 80,
 * and step ids with dashes (`tasks.my-step.state`). Columns keep pointing into the text as written.
 */

export type RewrittenExpression = { source: string; columnOf: (position: number) => number };

const texts = [
  String.raw`"""(?:\\[\s\S]|[^\\])*?"""`,
  String.raw`'''(?:\\[\s\S]|[^\\])*?'''`,
  String.raw`"(?:\\.|[^"\\\n])*"`,
  String.raw`'(?:\\.|[^'\\\n])*'`,
].join('|');
const comment = String.raw`\/\/[^\n]*`;
// A step's record is never a number, so a minus directly after `tasks.<word>` can only belong to the id.
const awkwardStep = String.raw`(?<![\w.])tasks\.(?<step>\d[\w-]*|\w+(?:-\w+)+)`;
const word = String.raw`[A-Za-z_]\w*`;
// A percent sign followed by the end or by an operator has no right side, so it cannot mean "modulo".
const number = String.raw`(?<digits>0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?<percent>\s*%(?=\s*(?:$|[)\]},&|?:<>=!+*/])))?`;
const token = new RegExp([texts, comment, awkwardStep, word, number].join('|'), 'g');

/** Puts an expression into plain CEL. */
export function rewriteExpression(text: string): RewrittenExpression {
  const shifts: { from: number; by: number }[] = [];
  let grownBy = 0;
  const source = text.replace(token, (...match) => {
    const found = String(match[0]);
    const groups: Record<string, string | undefined> = match.at(-1);
    if (groups.step !== undefined) {
      const replaced = `tasks["${groups.step}"]`;
      grownBy += replaced.length - found.length;
      shifts.push({ from: Number(match.at(-3)) + found.length + grownBy, by: grownBy });
      return replaced;
    }
    return groups.percent === undefined ? found : found.replace('%', ' ');
  });
  return {
    source,
    columnOf: (position) => position - (shifts.findLast((shift) => shift.from <= position)?.by ?? 0) + 1,
  };
}

/** The closing braces of a template expression, past braces of map literals and anything in quotes. */
export function endOfExpression(text: string, from: number): number | undefined {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === '}' && text.charAt(at + 1) === '}') return at;
  }
  return undefined;
}
