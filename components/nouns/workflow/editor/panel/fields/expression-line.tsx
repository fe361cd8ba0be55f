'use client';

import { use } from 'react';
import { ExpressionContext } from '#components/nouns/workflow/editor/expression/expression-context.ts';
import { ExpressionField } from '#components/nouns/workflow/editor/expression/expression-field.tsx';
import type { ExpressionPlace } from '#components/nouns/workflow/editor/expression/expression-world.ts';
import { SettledField } from '#components/nouns/workflow/editor/panel/settled-field.tsx';

export type ExpressionLineProps = {
  label: string;
  isLabelHidden?: boolean;
  hint?: string | undefined;
  placeholder?: string | undefined;
  problem?: string | undefined;
  isReadOnly: boolean;
  /** Where it stands; undefined for a plain line, which offers nothing and is no editor of its own. */
  place: ExpressionPlace | undefined;
  value: string;
  /** Why what is typed cannot be written. */
  check?: ((typed: string) => string | undefined) | undefined;
  onChange: (value: string) => void;
};

/** An expression on one line. Every expression of a step is written here. */
export function ExpressionLine({ place, onChange, hint, placeholder, ...words }: ExpressionLineProps) {
  const definition = use(ExpressionContext)?.definition;
  const more = { ...(hint !== undefined && { hint }), ...(placeholder !== undefined && { placeholder }) };
  if (place === undefined || definition === undefined)
    return <SettledField {...words} {...more} isMono onSettle={onChange} />;
  return <ExpressionField {...words} {...more} definition={definition} place={place} onSettle={onChange} />;
}

const kinds = ['condition', 'foreach', 'while', 'output', 'wait'] as const;

/** Where the field of a step stands; what is nowhere else stands like params. */
export function placeOfField(stepId: string, path: readonly string[]): ExpressionPlace {
  return { kind: kinds.find((kind) => kind === path[0]) ?? 'params', stepId };
}
