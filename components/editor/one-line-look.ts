/** A line of code that looks like the other fields of a form. */
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { floatingLook } from './editor-look.ts';

const line = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px', borderRadius: '0.25rem' },
  '.cm-scroller': { fontFamily: 'var(--font-mono, ui-monospace, monospace)', fontSize: '0.93em', lineHeight: '1.4' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '0.35rem 0' },
  '.cm-line': { padding: '0 0.5rem' },
  '.cm-placeholder': { color: 'var(--quiet)' },
});

export const oneLineLook: Extension = [line, floatingLook];
