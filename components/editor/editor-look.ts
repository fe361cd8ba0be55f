/** What the text editor looks like: the console's own tokens, so that both themes come for free. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const mono = { fontFamily: 'var(--font-mono, ui-monospace, monospace)', fontSize: '0.93rem', lineHeight: '1.5' };
const selection = 'color-mix(in srgb, var(--focus) 28%, transparent)';
const faint = 'color-mix(in srgb, var(--ink) 6%, transparent)';

const frame = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': mono,
  '.cm-content': { caretColor: 'var(--ink)', padding: '0.4rem 0' },
  '.cm-line': { padding: '0 0.75rem 0 0.5rem' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: selection,
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': { backgroundColor: faint },
  '.cm-gutters': { color: 'var(--quiet)', backgroundColor: 'var(--surface)', border: 'none', paddingLeft: '0.25rem' },
  '.cm-foldPlaceholder': { color: 'var(--quiet)', backgroundColor: faint, border: 'none', padding: '0 0.4em' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: selection,
    outline: '1px solid var(--control-line)',
  },
  '.cm-selectionMatch, .cm-searchMatch': { backgroundColor: faint, outline: '1px solid var(--control-line)' },
  '.cm-searchMatch-selected': { backgroundColor: selection },
  '.cm-placeholder': { color: 'var(--quiet)' },
});

/** What floats above the text: words that are offered, notes, the search. */
export const floatingLook = EditorView.theme({
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--control-line)',
    borderRadius: '0.25rem',
    boxShadow: '0 4px 16px color-mix(in srgb, black 18%, transparent)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { ...mono, maxHeight: '16rem', minWidth: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.6rem', minHeight: '1.5rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--surface)',
    backgroundColor: 'var(--ink)',
  },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.8' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { maxWidth: '24rem', padding: '0.4rem 0.6rem' },
  '.cm-field-meaning': { maxWidth: '24rem', padding: '0.3rem 0.6rem' },
  '.cm-panels': { color: 'var(--ink)', backgroundColor: 'var(--raised)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { fontSize: '0.93rem' },
  '.cm-textfield': {
    color: 'var(--ink)',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--control-line)',
    borderRadius: '0.25rem',
    minHeight: '24px',
  },
  '.cm-button': {
    color: 'var(--ink)',
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--control-line)',
    borderRadius: '0.25rem',
    minHeight: '24px',
  },
});

const marks = EditorView.theme({
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--state-failed) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--state-warning) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-info': {
    backgroundImage: 'none',
    textDecoration: 'underline dotted var(--quiet) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-diagnostic': { padding: '0.3rem 0.6rem', borderLeft: '4px solid var(--state-failed)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--state-warning)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--control-line)' },
  '.cm-lint-marker': { width: '0.9em', height: '0.9em' },
  '.cm-lint-marker-error': {
    content: '""',
    borderRadius: '50%',
    backgroundColor: 'var(--state-failed)',
    transform: 'scale(0.7)',
  },
  '.cm-lint-marker-info': {
    content: '""',
    borderRadius: '50%',
    border: '2px solid var(--control-line)',
    transform: 'scale(0.6)',
  },
  '.cm-lint-marker-warning': {
    content: '""',
    borderRadius: '2px',
    backgroundColor: 'var(--state-warning)',
    transform: 'scale(0.7)',
  },
});

// Colour belongs to states: words are told apart by weight and by ink.
const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], fontWeight: '600' },
  { tag: [tags.keyword, tags.definitionKeyword, tags.atom], fontWeight: '700' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment, tags.meta], color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.brace, tags.paren], color: 'var(--quiet)' },
  { tag: [tags.bool, tags.null], fontWeight: '600' },
  { tag: [tags.variableName, tags.special(tags.variableName)], fontStyle: 'italic' },
]);

/** The whole look, as one extension. */
export const editorLook: Extension = [frame, floatingLook, marks, syntaxHighlighting(words)];
