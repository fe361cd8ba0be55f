/** Says what a field of a definition means while the pointer rests on it. */
import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { definitionPlace } from './definition-place.ts';

/** `meaningOf` knows what the schema says of the key at the end of a path. */
export function fieldMeanings(meaningOf: (path: readonly string[]) => string | undefined): Extension {
  return hoverTooltip((view, pos) => {
    const { doc } = view.state;
    const line = doc.lineAt(pos);
    const key = keyAt(line.text, pos - line.from);
    if (key === undefined) return null;
    const before = doc.sliceString(0, line.from + key.from + key.word.length).split('\n');
    const place = definitionPlace(before);
    const meaning = place === undefined ? undefined : meaningOf([...place.path, key.word]);
    if (meaning === undefined) return null;
    return {
      pos: line.from + key.from,
      end: line.from + key.from + key.word.length,
      above: true,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'cm-field-meaning';
        dom.textContent = meaning;
        return { dom };
      },
    };
  });
}

/** The key of YAML that stands at a column of a line. */
function keyAt(line: string, column: number): { word: string; from: number } | undefined {
  for (const match of line.matchAll(/([A-Za-z_][\w-]*):(?=\s|$)/g)) {
    const [, word = ''] = match;
    if (column >= match.index && column <= match.index + word.length) return { word, from: match.index };
  }
  return undefined;
}
