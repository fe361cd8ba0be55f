'use client';

import { useDeferredValue, useRef, useState } from 'react';
import { CodeEditor } from '#components/editor/code-editor.tsx';
import type { EditorHandle } from '#components/editor/code-mirror.tsx';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { type Picture, pictureOf } from './definition-graph.ts';
import { DefinitionPicture } from './definition-picture.tsx';
import { ProblemsList } from './problems-list.tsx';
import { useProblemWalk } from './use-problem-walk.ts';
import type { ValidationView } from './use-validation.ts';
import { lineOfStep } from './words/definition-place.ts';
import { useDefinitionWords } from './words/use-definition-words.ts';

type Parts = {
  text: string;
  onWrite: (text: string) => void;
  validation: ValidationView;
  /** Somebody who may not publish reads only. */
  isReadOnly?: boolean;
};

/** The text of a definition with its picture beside it and its problems below. */
export function DefinitionEditor({ text, onWrite, validation, isReadOnly = false }: Parts) {
  const handle = useRef<EditorHandle>(null);
  const words = useDefinitionWords();
  const walk = useProblemWalk(validation, (problem) => handle.current?.goTo(problem));
  const goToStep = (stepKey: string) => handle.current?.goTo({ line: lineOfStep(text, stepKey), column: null });
  return (
    <div className="panel flex min-h-96 flex-1 flex-col overflow-hidden" onKeyDownCapture={walk.onKeyDownCapture}>
      <div className="grid min-h-0 flex-1 grid-cols-1 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-h-48 overflow-hidden border-line lg:border-r">
          <CodeEditor
            label="Definition"
            text={text}
            onChange={onWrite}
            language={text.trimStart().startsWith('{') ? 'json' : 'yaml'}
            {...words}
            isReadOnly={isReadOnly}
            handle={handle}
            {...(validation.found !== undefined && { problems: walk.list })}
          />
        </div>
        <div className="hidden min-h-0 lg:block">
          <LivePicture text={text} onPick={goToStep} />
        </div>
      </div>
      {!isReadOnly && <ProblemsList validation={validation} walk={walk} />}
    </div>
  );
}

/** The picture follows the text; while the text cannot be read it stays as it was. */
function LivePicture({ text, onPick }: { text: string; onPick: (stepKey: string) => void }) {
  const settled = useDeferredValue(text);
  const [drawn, setDrawn] = useState(() => nextPicture(undefined, settled));
  if (drawn.text !== settled) setDrawn(nextPicture(drawn, settled));
  if (drawn.picture === undefined)
    return <EmptyNotice>The picture appears as soon as the text can be read.</EmptyNotice>;
  return <DefinitionPicture picture={drawn.picture} isStale={drawn.isStale} onPick={onPick} />;
}

type Drawn = { text: string; picture: Picture | undefined; isStale: boolean };

function nextPicture(last: Drawn | undefined, text: string): Drawn {
  const picture = pictureOf(text)?.picture;
  return { text, picture: picture ?? last?.picture, isStale: picture === undefined };
}
