/** What a comparison looks like: what is new and gone by a sign first, by colour second. */
import { EditorView } from '@codemirror/view';

const tint = (state: string, percent: number) => `color-mix(in srgb, var(--state-${state}) ${percent}%, transparent)`;
// Beside the text, and read out as a word.
const sign = (text: string, word: string) => ({
  content: `"${text}" / "${word}"`,
  position: 'absolute',
  left: '0.4rem',
  fontWeight: '700',
  textDecoration: 'none',
});
const line = { position: 'relative', paddingLeft: '1.5rem' };

/** Of the editor's own tokens, so that both themes come for free. */
export const diffLook = EditorView.theme({
  '.cm-line': { ...line, paddingRight: '0.75rem' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: tint('success', 14) },
  '&.cm-merge-b .cm-changedLine::before': sign('+', 'new: '),
  '&.cm-merge-b .cm-changedText': { background: tint('success', 26) },
  '.cm-insertedLine, .cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-deletedChunk': { paddingLeft: '0', backgroundColor: tint('failed', 14) },
  '.cm-deletedLine': { ...line, paddingRight: '0.75rem' },
  '.cm-deletedLine::before': sign('−', 'gone: '),
  '.cm-deletedChunk .cm-deletedText': { background: tint('failed', 26) },
  '.cm-collapsedLines': {
    color: 'var(--quiet)',
    background: 'var(--raised)',
    padding: '0.15rem 0.75rem 0.15rem 1.5rem',
  },
  '.cm-collapsedLines:before': { content: '"⋯"' },
  '.cm-collapsedLines:after': { content: 'none' },
});
