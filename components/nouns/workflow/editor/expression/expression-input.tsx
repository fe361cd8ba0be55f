'use client';

import { useId, useMemo, useRef, useState } from 'react';
import { OneLine } from '#components/editor/one-line.tsx';
import { isToWrite } from '#components/nouns/workflow/editor/panel/fields/typed-values.ts';
import { classes } from '#components/ui/classes.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldNotes } from '#components/ui/form/field.tsx';
import type { ExpressionFieldParts } from './expression-field.tsx';
import { type Judgement, judgeExpression } from './judge-expression.ts';
import { TryIt } from './try-it.tsx';
import { useWords, useWorld } from './use-world.ts';

/** The field itself; screens render `ExpressionField`, which fetches it. */
export function ExpressionInput(parts: ExpressionFieldParts) {
  const { label, isLabelHidden = false, hint, problem, placeholder, isReadOnly, value, check, onSettle } = parts;
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [isTrying, setIsTrying] = useState(false);
  const text = typed ?? value;
  const world = useWorld(parts.definition, parts.place);
  const judgement = useMemo(() => judgeExpression(text, world), [text, world]);
  const complete = useWords(world, whole);
  const fault = typed === undefined ? undefined : check?.(typed.trim());
  const written = useRef<string>(undefined);
  const settle = () => {
    if (typed === undefined || fault !== undefined) return;
    setTyped(undefined);
    const next = typed.trim();
    if (!isToWrite(next, { value, written: written.current })) return;
    written.current = next;
    onSettle(next);
  };
  const takeBack = () => {
    setTyped(undefined);
    return typed !== undefined;
  };
  const isWrong = judgement.kind === 'wrong';
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className={isLabelHidden ? 'sr-only' : 'font-medium'}>{label}</span>
      <OneLine
        label={label}
        text={text}
        {...(placeholder !== undefined && { placeholder })}
        isReadOnly={isReadOnly}
        isInvalid={isWrong || fault !== undefined || problem !== undefined}
        describedBy={hint === undefined ? `${id}-type` : `${id}-type ${id}-hint`}
        complete={complete}
        onType={setTyped}
        onSettle={settle}
        onTakeBack={takeBack}
      />
      <div className="flex items-baseline gap-2">
        <span
          id={`${id}-type`}
          aria-live="polite"
          className={classes('min-w-0 flex-1 break-words text-small', isWrong ? 'text-failed' : 'text-quiet')}
        >
          {sayJudgement(judgement)}
        </span>
        {judgement.kind === 'typed' && (
          <Button isSmall kind="quiet" aria-expanded={isTrying} onClick={() => setIsTrying(!isTrying)}>
            Try it
          </Button>
        )}
      </div>
      {/* What publishing says too stands there only once. */}
      <FieldNotes id={id} hint={hint} problem={isWrong ? undefined : (fault ?? problem)} />
      {isTrying && judgement.kind === 'typed' && <TryIt expression={judgement.expression} world={world} />}
    </div>
  );
}

export function sayJudgement(judgement: Judgement): string {
  if (judgement.kind === 'empty') return '';
  if (judgement.kind === 'instant') return 'an instant';
  return judgement.kind === 'typed' ? `gives ${judgement.words}` : judgement.fault;
}

function whole(before: string): string {
  return before;
}
