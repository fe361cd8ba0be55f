'use client';

import type { ReactNode } from 'react';
import { colourOf } from '#components/state/state-look.ts';
import type {
  DefinitionDiff,
  DiffKind,
  EdgeChange,
  FieldChange,
  PartChange,
} from '#domain/graph/diff/diff-definitions.ts';
import type { Json } from '#domain/value/json.ts';
import { diffLooks } from './diff-looks.ts';

/** The changes one by one, those of a kind together. */
export function ChangeList({ diff: { steps, edges, variables, settings } }: { diff: DefinitionDiff }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section aria-label="List of changes" tabIndex={0} className="min-h-0 overflow-auto">
      <Group title="Steps" count={steps.length}>
        {steps.map((step) => (
          <Part key={step.name} part={step} />
        ))}
      </Group>
      <Group title="Dependencies" count={edges.length}>
        {edges.map((edge) => (
          <Edge key={`${edge.from} ${edge.to} ${edge.on}`} edge={edge} />
        ))}
      </Group>
      <Group title="Variables" count={variables.length}>
        {variables.map((variable) => (
          <Part key={variable.name} part={variable} />
        ))}
      </Group>
      <Group title="The whole workflow" count={settings.length}>
        {settings.map((field) => (
          <li key={field.field} className="flex flex-wrap items-baseline gap-x-3 px-3 py-1">
            <Mark change={field.change} />
            <Field field={field} />
          </li>
        ))}
      </Group>
    </section>
  );
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <div className="border-b border-line py-1.5 last:border-b-0">
      <h3 className="px-3 pb-0.5 text-small text-quiet">
        {title} <span className="figures">{count}</span>
      </h3>
      <ul>{children}</ul>
    </div>
  );
}

function Mark({ change }: { change: DiffKind }) {
  const { word, family, Icon } = diffLooks[change];
  return (
    <span className="inline-flex w-24 shrink-0 items-center gap-1.5 font-medium" style={{ color: colourOf(family) }}>
      <Icon aria-hidden size={14} strokeWidth={2.5} className="shrink-0" />
      {word}
    </span>
  );
}

function Part({ part: { name, change, fields } }: { part: PartChange }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-3 py-1">
      <Mark change={change} />
      <span className="font-semibold break-all">{name}</span>
      {fields.length > 0 && (
        <ul className="flex min-w-0 flex-1 basis-64 flex-col">
          {fields.map((field) => (
            <li key={field.field}>
              <Field field={field} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Field({ field: { field, before, after } }: { field: FieldChange }) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span>{field}</span>
      <Values before={sayValue(before)} after={sayValue(after)} />
    </span>
  );
}

function Edge({ edge: { from, to, on, change, before, after } }: { edge: EdgeChange }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-3 py-1">
      <Mark change={change} />
      <span className="break-all">
        <span className="font-semibold">{to}</span> <span className="text-quiet">after {on} of</span>{' '}
        <span className="font-semibold">{from}</span>
      </span>
      {(before !== null || after !== null) && <Values before={before ?? undefined} after={after ?? undefined} />}
    </li>
  );
}

function Values({ before, after }: { before: string | undefined; after: string | undefined }) {
  return (
    <span className="min-w-0 font-mono text-[0.9em] break-all">
      {before !== undefined && <del className="text-quiet">{before}</del>}
      {before !== undefined && after !== undefined && <span className="text-quiet"> → </span>}
      {after !== undefined && <ins className="no-underline">{after}</ins>}
    </span>
  );
}

// The whole stands in the text; a line of a list only tells which it is.
const shownLengthMax = 160;

function sayValue(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= shownLengthMax ? text : `${text.slice(0, shownLengthMax)}…`;
}
