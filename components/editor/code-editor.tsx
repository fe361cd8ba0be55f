'use client';

import { useId } from 'react';
import { LoadingNotice } from '#components/kit/page/notice.tsx';
import { useLate } from '#components/kit/page/use-late.ts';
import type { EditorParts } from './code-mirror.tsx';

// A quarter of a megabyte that only the screens with an editor pay for.
export const loadCodeMirror = async () => (await import('./code-mirror.tsx')).CodeMirror;

/** A text editor that fills its place. Tab indents; Escape and then Tab leads on, as the line below it says. */
export function CodeEditor(parts: EditorParts) {
  const CodeMirror = useLate(loadCodeMirror, true);
  const hintId = useId();
  return (
    <div className="group/editor flex h-full min-h-0 flex-col">
      <section aria-label={`${parts.label} editor`} aria-describedby={hintId} className="min-h-0 flex-1">
        {CodeMirror === undefined ? <LoadingNotice rows={8} /> : <CodeMirror {...parts} />}
      </section>
      {parts.isReadOnly !== true && (
        <p
          id={hintId}
          className="h-6 shrink-0 border-t border-line px-2 text-[0.82rem] leading-6 text-quiet opacity-0 group-focus-within/editor:opacity-100"
        >
          <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the editor · <kbd>Ctrl</kbd>+<kbd>F</kbd> finds
        </p>
      )}
    </div>
  );
}
