'use client';

import { autocompletion, type CompletionSource, closeBrackets, startCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Annotation, EditorState, type Extension, Transaction } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderOf } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';
import { classes } from '#components/ui/classes.ts';
import { changeBetween } from './change-between.ts';
import { pageNonce } from './editor-extensions.ts';
import { oneLineLook } from './one-line-look.ts';

export type OneLineParts = {
  /** What a screen reader calls it. */
  label: string;
  text: string;
  placeholder?: string;
  isReadOnly: boolean;
  isInvalid: boolean;
  /** The id of what describes it. */
  describedBy: string;
  /** Offers words while one types. Must stay the same function. */
  complete: CompletionSource;
  onType: (text: string) => void;
  /** It is left, or Enter is pressed. */
  onSettle: () => void;
  /** Escape: as it was. Says whether there was anything to take back. */
  onTakeBack: () => boolean;
};

/** A line of code that is offered words. Other screens take it by what loads it when it is shown. */
export function OneLine(parts: OneLineParts) {
  const { label, text, placeholder = '', isReadOnly, isInvalid, describedBy, complete } = parts;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const first = useEffectEvent(() => ({ text, isInvalid }));
  const type = useEffectEvent((typed: string) => parts.onType(typed));
  const settle = useEffectEvent(() => parts.onSettle());
  const takeBack = useEffectEvent(() => parts.onTakeBack());

  useEffect(() => {
    if (host.current === null) return;
    const extensions = [
      ...oneLineExtensions({
        type: (typed) => type(typed),
        settle: () => settle(),
        takeBack: () => takeBack(),
      }),
      placeholderOf(placeholder),
      autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
      EditorState.readOnly.of(isReadOnly),
      EditorView.contentAttributes.of({
        'aria-label': label,
        'aria-readonly': String(isReadOnly),
        'aria-invalid': String(first().isInvalid),
        'aria-describedby': describedBy,
        tabindex: '0',
      }),
    ];
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: first().text, extensions }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, placeholder, isReadOnly, describedBy, complete]);

  useEffect(() => {
    view.current?.contentDOM.setAttribute('aria-invalid', String(isInvalid));
  }, [isInvalid]);

  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    if (shown === undefined || shown === text) return;
    const annotations = [fromOutside.of(true), Transaction.addToHistory.of(false)];
    view.current?.dispatch({ changes: changeBetween(shown, text), annotations });
  }, [text]);

  return (
    <div
      ref={host}
      className={classes('field h-auto min-h-8 w-full min-w-0 overflow-hidden p-0', isInvalid && 'border-failed')}
    />
  );
}

// What the screen says was typed by nobody.
const fromOutside = Annotation.define<boolean>();

function isNewLine(change: Transaction): boolean {
  return change.annotation(fromOutside) !== true && change.newDoc.lines > change.startState.doc.lines;
}

type Acts = { type: (text: string) => void; settle: () => void; takeBack: () => boolean };

function oneLineExtensions({ type, settle, takeBack }: Acts): Extension[] {
  const nonce = pageNonce();
  return [
    history(),
    closeBrackets(),
    EditorView.lineWrapping,
    oneLineLook,
    ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)]),
    // What is pasted stands on one line; a text that has more of them keeps them.
    EditorView.clipboardInputFilter.of((pasted) => pasted.trim().replace(/\s*\n\s*/g, ' ')),
    EditorState.transactionFilter.of((change) => (isNewLine(change) ? [] : change)),
    keymap.of([
      { key: 'Enter', run: () => done(settle) },
      { key: 'Ctrl-Space', run: startCompletion },
      { key: 'Escape', run: takeBack },
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.domEventHandlers({ blur: () => settle() }),
    EditorView.updateListener.of((update) => {
      const isTyped = update.transactions.every((one) => one.annotation(fromOutside) !== true);
      if (update.docChanged && isTyped) type(update.state.doc.toString());
    }),
  ];
}

function done(act: () => void): true {
  act();
  return true;
}
