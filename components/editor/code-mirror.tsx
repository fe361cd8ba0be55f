'use client';

import { autocompletion, type CompletionSource } from '@codemirror/autocomplete';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, type ViewUpdate } from '@codemirror/view';
import { type Ref, type RefObject, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react';
import { changeBetween } from './change-between.ts';
import { diagnosticsOf, editorExtensions } from './editor-extensions.ts';
import { type LanguageName, languageExtension } from './languages.ts';
import { type Mark, markedSpans, offsetOf } from './problem-marks.ts';

/** What can be asked of an editor from outside. */
export type EditorHandle = {
  goTo: (place: { line: number | null; column: number | null }) => void;
  /** Brings a line into view and puts the cursor there, without taking the focus. */
  show: (line: number) => void;
};

export type EditorParts = {
  /** What a screen reader calls the text. */
  label: string;
  text: string;
  onChange?: (text: string) => void;
  language?: LanguageName;
  /** Underlined where they lie, with their sentence on hover and in the gutter. */
  problems?: readonly Mark[];
  /** Offers words while one types. Must stay the same function. */
  complete?: CompletionSource;
  /** What a language of one screen brings along. Must stay the same array. */
  extensions?: readonly Extension[];
  isReadOnly?: boolean;
  onRun?: () => void;
  /** Tells the line of the cursor when the reader moves it, not when typing does. */
  onLine?: (line: number) => void;
  handle?: Ref<EditorHandle>;
};

const noProblems: readonly Mark[] = [];
const noExtensions: readonly Extension[] = [];

/** The text editor itself. Other screens take it by `CodeEditor`, which loads it when it is shown. */
export function CodeMirror(parts: EditorParts) {
  const { label, text, language = 'plain', problems = noProblems, complete, extensions = noExtensions } = parts;
  const { isReadOnly = false, handle, onRun } = parts;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const reads = useRef(new Compartment());
  const brought = useBrought(view, extensions);
  // What the editor told and the screen has not handed back yet: an echo that comes late must undo no letter.
  const told = useRef(new Set<string>());
  const hear = useEffectEvent((update: ViewUpdate) => {
    if (wasMoved(update)) parts.onLine?.(lineOfCursor(update));
    if (!update.docChanged) return;
    const changed = update.state.doc.toString();
    told.current.add(changed);
    parts.onChange?.(changed);
  });
  const run = useEffectEvent(() => parts.onRun?.());
  const first = useEffectEvent(() => ({ text, problems, extensions: [...extensions] }));
  const hasRun = onRun !== undefined;

  useEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first().text,
        extensions: [
          brought.current.of(first().extensions),
          ...editorExtensions({ label, isReadOnly, onRun: hasRun ? () => run() : undefined }),
          reads.current.of([]),
          ...(complete === undefined ? [] : [autocompletion({ override: [complete] })]),
          EditorView.updateListener.of((update) => hear(update)),
        ],
      }),
    });
    view.current = editor;
    mark(editor, first().problems);
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, isReadOnly, hasRun, complete, brought]);

  // A text may change its language under work: that must not cost what can be undone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new editor learns the language anew
  useEffect(() => {
    const editor = view.current;
    const compartment = reads.current;
    void languageExtension(language).then((extension) => {
      if (editor !== null && view.current === editor) editor.dispatch({ effects: compartment.reconfigure(extension) });
    });
  }, [language, label, isReadOnly, hasRun, complete]);

  useEffect(() => {
    const shown = view.current?.state.doc;
    if (shown === undefined) return;
    const isSame = shown.toString() === text;
    if (!isSame && told.current.has(text)) return;
    // Only what differs: the cursor, the folds and the place in the text stay.
    if (!isSame) view.current?.dispatch({ changes: changeBetween(shown.toString(), text) });
    told.current.clear();
  }, [text]);

  useEffect(() => {
    if (view.current !== null) mark(view.current, problems);
  }, [problems]);

  useImperativeHandle(handle, () => handleOf(view), []);
  return <div ref={host} className="h-full min-h-0 overflow-hidden" />;
}

// What comes later, as a schema does, must not cost what is being typed: it is changed in the editor that stands.
function useBrought(view: RefObject<EditorView | null>, extensions: readonly Extension[]): RefObject<Compartment> {
  const compartment = useRef(new Compartment());
  useEffect(() => {
    view.current?.dispatch({ effects: compartment.current.reconfigure([...extensions]) });
  }, [view, extensions]);
  return compartment;
}

function mark(editor: EditorView, problems: readonly Mark[]): void {
  // A language with a linter of its own keeps its marks.
  if (problems === noProblems) return;
  editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, problems)));
}

function goTo(editor: EditorView, place: { line: number | null; column: number | null }): void {
  const anchor = offsetOf(editor.state.doc, place);
  // The wrong word is chosen, so that the right one can be typed at once; a line alone is only shown.
  const [span] = place.column === null ? [] : markedSpans(editor.state.doc, [{ ...place, message: '' }]);
  const selection = span === undefined ? { anchor } : { anchor: span.from, head: span.to };
  editor.dispatch({ selection, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  editor.focus();
}

function show(editor: EditorView, line: number): void {
  const anchor = offsetOf(editor.state.doc, { line, column: null });
  editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
}

function handleOf(view: RefObject<EditorView | null>): EditorHandle {
  return {
    goTo: (place) => view.current !== null && goTo(view.current, place),
    show: (line) => view.current !== null && show(view.current, line),
  };
}

function wasMoved({ transactions }: ViewUpdate): boolean {
  return transactions.some((transaction) => transaction.isUserEvent('select'));
}

function lineOfCursor({ state: { doc, selection } }: ViewUpdate): number {
  return doc.lineAt(selection.main.head).number;
}
