'use client';

import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { diffLook } from './diff-look.ts';
import type { DiffParts } from './diff-view.tsx';
import { editorExtensions } from './editor-extensions.ts';
import { languageExtension } from './languages.ts';
import { countChanges, diffConfig, wholeLines } from './text-changes.ts';

// Around each change, as much as a person needs to know where it is.
const linesAround = { margin: 3, minSize: 4 };

/** Both texts in one, what is gone above what is new. Screens take it by `DiffView`, which fetches it. */
export function DiffCode({ label, before, after }: DiffParts) {
  const [isWhole, setIsWhole] = useState(false);
  const { added, removed } = countChanges(before, after);
  return (
    <figure aria-label={label} className="flex min-h-0 flex-1 flex-col">
      <figcaption className="flex min-h-8 shrink-0 flex-wrap items-center gap-3 px-3 text-small text-quiet">
        <span>{label}</span>
        <span className="ml-auto">
          {added} {added === 1 ? 'line' : 'lines'} new, {removed} gone
        </span>
        <Button isSmall kind="quiet" aria-pressed={isWhole} onClick={() => setIsWhole(!isWhole)}>
          Unchanged lines
        </Button>
      </figcaption>
      <DiffHost label={label} before={before} after={after} isWhole={isWhole} />
    </figure>
  );
}

function DiffHost({ label, before, after, isWhole }: DiffParts & { isWhole: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = host.current;
    if (parent === null) return;
    let view: EditorView | undefined;
    let isGone = false;
    const language = after.trimStart().startsWith('{') ? 'json' : 'yaml';
    // The language comes first: deleted lines are drawn once, in the language of that moment.
    void languageExtension(language).then((extension) => {
      if (!isGone) view = new EditorView({ parent, state: stateOf({ label, before, after }, isWhole, extension) });
    });
    return () => {
      isGone = true;
      view?.destroy();
    };
  }, [label, before, after, isWhole]);
  return <div ref={host} className="min-h-40 flex-1 overflow-hidden border-t border-line" />;
}

function stateOf({ label, before, after }: DiffParts, isWhole: boolean, language: Extension): EditorState {
  return EditorState.create({
    doc: wholeLines(after),
    extensions: [
      // First, because its rows differ from those of every other editor.
      diffLook,
      ...editorExtensions({ label, isReadOnly: true, onRun: undefined }),
      unifiedMergeView({
        original: wholeLines(before),
        mergeControls: false,
        // The signs say it.
        gutter: false,
        diffConfig,
        ...(!isWhole && { collapseUnchanged: linesAround }),
      }),
      language,
    ],
  });
}
