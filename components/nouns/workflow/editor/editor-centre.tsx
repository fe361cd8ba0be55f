'use client';

import { CodeEditor } from '#components/editor/code-editor.tsx';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import type { ToldProblem } from '#components/nouns/workflow/definition/told-problems.ts';
import { useDefinitionWords } from '#components/nouns/workflow/definition/words/use-definition-words.ts';
import { useIsPainted } from '#components/ui/use-is-settled.ts';
import { Canvas } from './canvas/canvas.tsx';
import { usePlaces } from './canvas/use-places.ts';
import { EditorTools } from './editor-tools.tsx';
import type { Sketch } from './model/sketch.ts';
import type { Editing } from './model/use-editing.ts';
import type { useTextSide } from './problems/use-text-side.ts';
import type { EditorActs } from './use-editor-edits.ts';

type Parts = {
  editing: Editing;
  acts: EditorActs;
  textSide: ReturnType<typeof useTextSide>;
  problems: readonly ToldProblem[];
  problemCounts: ReadonlyMap<string, number>;
  isTextShown: boolean;
  onShowText: (isShown: boolean) => void;
};

/** The canvas with its tools, and the text below it, or beside it where there is room. */
export function EditorCentre(parts: Parts) {
  const { editing, acts, textSide, problems, isTextShown, onShowText } = parts;
  const { text, sketch, isReadOnly, type } = editing;
  const words = useDefinitionWords();
  // The canvas comes first: both at once would keep it back.
  const isPainted = useIsPainted();
  return (
    <div className="flex min-h-0 min-w-0 flex-col max-lg:h-[32rem]">
      <EditorTools editing={editing} acts={acts} isTextShown={isTextShown} onShowText={onShowText} />
      <div className="flex min-h-0 flex-1 flex-col min-[1700px]:flex-row">
        {sketch !== undefined && <Placed {...parts} sketch={sketch} />}
        {sketch === undefined && <EmptyNotice>The canvas appears as soon as the text can be read.</EmptyNotice>}
        {(isTextShown || sketch === undefined) && (
          <div className="min-h-0 min-w-0 flex-1 basis-1/2 overflow-hidden border-line max-[1699px]:border-t min-[1700px]:border-l">
            {isPainted && (
              <CodeEditor
                label="Definition"
                text={text}
                onChange={type}
                onLine={textSide.onLine}
                language={text.trimStart().startsWith('{') ? 'json' : 'yaml'}
                {...words}
                isReadOnly={isReadOnly}
                handle={textSide.handle}
                problems={problems}
              />
            )}
          </div>
        )}
      </div>
    </div>
  );
}

type PlacedParts = Pick<Parts, 'editing' | 'acts' | 'problemCounts'> & { sketch: Sketch };

function Placed({ editing, acts, problemCounts, sketch }: PlacedParts) {
  const view = usePlaces(sketch);
  return (
    <section aria-label="Canvas" className="relative min-h-0 min-w-0 flex-1 basis-1/2 bg-canvas">
      <Canvas editing={editing} acts={acts} sketch={sketch} view={view} problemCounts={problemCounts} />
      {/* Below the search, where it hides no tool. */}
      <p
        role="status"
        className="absolute top-11 left-2 rounded border border-line bg-surface px-2 py-0.5 text-small text-warning empty:hidden"
      >
        {editing.isStale && 'The canvas shows the last text that could be read'}
      </p>
    </section>
  );
}
