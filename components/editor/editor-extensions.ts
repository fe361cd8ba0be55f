/** What the text editor can do: everything but its language and its content. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorLook } from './editor-look.ts';
import { type Mark, type MarkSeverity, markedSpans } from './problem-marks.ts';

type Wishes = {
  /** What a screen reader calls the text. */
  label: string;
  isReadOnly: boolean;
  /** Ctrl or Cmd with Enter. */
  onRun: (() => void) | undefined;
};

/** The extensions that every editor of the console has. */
export function editorExtensions({ label, isReadOnly, onRun }: Wishes): Extension[] {
  const nonce = pageNonce();
  return [
    lineNumbers(),
    foldGutter(),
    drawSelection(),
    search(),
    bracketMatching(),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': String(isReadOnly), tabindex: '0' }),
    editorLook,
    ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)]),
    ...(onRun === undefined ? [] : [Prec.highest(keymap.of([{ key: 'Mod-Enter', run: ran(onRun) }]))]),
    ...(isReadOnly ? readingExtensions() : writingExtensions()),
  ];
}

const severities: Record<MarkSeverity, Diagnostic['severity']> = { ERROR: 'error', WARNING: 'warning', HINT: 'info' };

/** The problems of a text as the editor's own marks. */
export function diagnosticsOf(state: EditorState, marks: readonly Mark[]): Diagnostic[] {
  return markedSpans(state.doc, marks).map((span) => ({ ...span, severity: severities[span.severity] }));
}

function readingExtensions(): Extension[] {
  return [
    EditorState.readOnly.of(true),
    // It stays in the order of Tab, so that it can be scrolled and searched by keyboard.
    keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
  ];
}

function writingExtensions(): Extension[] {
  return [
    lintGutter(),
    history(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    indentOnInput(),
    closeBrackets(),
    autocompletion({ icons: false, maxRenderedOptions: 60 }),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      { key: 'Escape', run: openTheWayOut },
      indentWithTab,
      ...defaultKeymap,
    ]),
    keepTheWayIn,
  ];
}

// Tab indents, which would lock a keyboard in: after Escape it moves on instead, until the next letter.
function openTheWayOut(view: EditorView): boolean {
  view.setTabFocusMode(true);
  return false;
}

const keepTheWayIn = EditorView.updateListener.of(({ docChanged, focusChanged, view }) => {
  if (docChanged || (focusChanged && !view.hasFocus)) view.setTabFocusMode(false);
});

function ran(onRun: () => void): () => boolean {
  return () => {
    onRun();
    return true;
  };
}

/** The page's policy names one nonce; an editor's own style sheet carries it too. */
export function pageNonce(): string | undefined {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce || undefined;
}
