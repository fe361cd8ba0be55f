'use client';

import { lazy, type ReactNode, Suspense, useId, useState } from 'react';
import type { InnerProblem } from '#components/kit/form/form-state.ts';
import { type FieldWords, fieldMarks } from '#components/ui/form/field.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { JsonObject } from '#domain/value/json.ts';
import { drawSchema } from './drawn-schema.ts';
import { printJson, readObject } from './json-text.ts';

type SchemaFieldProps = Omit<FieldWords, 'isLabelHidden'> & {
  /** What the object may hold; undefined when nobody knows. */
  schema: JsonObject | undefined;
  /** One JSON object, as text. */
  value: string;
  /** What is wrong with parts of it. */
  inner: readonly InnerProblem[];
  /** What helps to begin with the JSON. */
  beginning?: ReactNode;
  onChange: (value: string) => void;
};

const SchemaForm = lazy(async () => ({ default: (await import('./schema-form.tsx')).SchemaForm }));

const views = [
  { value: 'form', word: 'Form' },
  { value: 'json', word: 'JSON' },
] as const;

/** An object that its schema describes: as a form where that can be drawn, and always as JSON. */
export function SchemaField({ schema, value, inner, beginning, onChange, ...words }: SchemaFieldProps) {
  const { label, hint, problem, field } = words;
  const id = useId();
  const [view, setView] = useState<'form' | 'json'>('form');
  const object = readObject(value);
  const drawn = schema === undefined || object === undefined ? undefined : drawSchema(schema, object);
  const isForm = view === 'form' && drawn !== undefined && object !== undefined;
  return (
    <fieldset {...fieldMarks({ field, problem })} aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <div className="flex min-h-7 items-center justify-between gap-3">
        <span id={id} className="font-medium">
          {label}
        </span>
        {drawn !== undefined && <Segmented label={`${label} as`} value={view} options={views} onChange={setView} />}
      </div>
      {isForm ? (
        <Suspense fallback={<Skeleton rows={Object.keys(object).length + 1} />}>
          <SchemaForm
            drawn={drawn}
            value={object}
            problems={inner.length === 0 && problem !== undefined ? [{ path: [], message: problem }] : inner}
            onChange={(next) => onChange(printJson(next))}
          />
          <Extras names={drawn.extras} />
        </Suspense>
      ) : (
        <>
          <TextArea
            label={`${label} (JSON)`}
            isLabelHidden
            isMono
            rows={Math.min(12, Math.max(3, value.split('\n').length))}
            spellCheck={false}
            value={value}
            problem={problem}
            hint={hint}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {beginning}
        </>
      )}
    </fieldset>
  );
}

function Extras({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return <p className="text-small text-warning">It also holds {names.join(', ')}, which only the JSON shows.</p>;
}
