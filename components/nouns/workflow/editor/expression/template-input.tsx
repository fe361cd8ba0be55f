'use client';

import { useMemo } from 'react';
import { OneLine } from '#components/editor/one-line.tsx';
import type { LineInputProps } from '#components/kit/form/schema/line-input.ts';
import { classes } from '#components/ui/classes.ts';
import { FieldNotes } from '#components/ui/form/field.tsx';
import type { Definition } from '#domain/workflow/definition.ts';
import { sayJudgement } from './expression-input.tsx';
import type { ExpressionPlace } from './expression-world.ts';
import { judgeTemplate } from './judge-expression.ts';
import { templateBefore } from './template-before.ts';
import { useWords, useWorld } from './use-world.ts';

type Parts = LineInputProps & { definition: Definition; place: ExpressionPlace; isReadOnly: boolean };

/** A line that may hold expressions between `${{` and `}}`: there it offers words, and says what comes out. */
export function TemplateInput(parts: Parts) {
  const { id, label, hint, problem, value, definition, place, isReadOnly, onChange } = parts;
  const world = useWorld(definition, place);
  const judgement = useMemo(() => judgeTemplate(value, world), [value, world]);
  const complete = useWords(world, templateBefore);
  const isWrong = judgement.kind === 'wrong';
  const said = sayJudgement(judgement);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="font-medium">{label}</span>
      <OneLine
        label={label}
        text={value}
        isReadOnly={isReadOnly}
        isInvalid={isWrong || problem !== undefined}
        describedBy={hint === undefined ? `${id}-type` : `${id}-type ${id}-hint`}
        complete={complete}
        onType={onChange}
        onSettle={nothing}
        onTakeBack={nothingToTakeBack}
      />
      <span
        id={`${id}-type`}
        aria-live="polite"
        className={classes('break-words text-small empty:hidden', isWrong ? 'text-failed' : 'text-quiet')}
      >
        {said}
      </span>
      <FieldNotes id={id} hint={hint} problem={isWrong ? undefined : problem} />
    </div>
  );
}

// Every letter is written at once.
function nothing(): void {}

function nothingToTakeBack(): boolean {
  return false;
}
