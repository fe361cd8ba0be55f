/** Definitions as people write them: in every style that the text allows, with comments where they least expect them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Written = { name: string; text: string };

/** Every definition, and those that can be with line breaks of the other kind or without the last one. */
export function definitionCorpus(): Written[] {
  const written = ['plain.txt', 'styles.txt', 'anchors.txt', 'kinds.txt'].flatMap(readDefinitions);
  const twins = written.flatMap(({ name, text }, index): Written[] => [
    ...(index % 2 === 0 ? [{ name: `${name}, CRLF`, text: text.replaceAll('\n', '\r\n') }] : []),
    ...(index % 3 === 0 && !text.includes('|+')
      ? [{ name: `${name}, no last break`, text: text.replace(/\n$/, '') }]
      : []),
  ]);
  return [...written, ...twins];
}

function readDefinitions(file: string): Written[] {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  return text
    .split(/^# ===== /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { name: part.slice(0, end), text: part.slice(end + 1) };
    });
}
