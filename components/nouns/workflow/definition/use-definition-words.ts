'use client';

import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { useEffect, useRef, useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { KnownTasksDocument } from '#components/generated/workflows.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { Json } from '#domain/value/json.ts';
import { definitionPlace, stepIdsIn } from './definition-place.ts';
import { definitionWords, type Known } from './definition-words.ts';

type KnownOutside = Omit<Known, 'stepIds'>;

/** Offers the words of a definition: its fields, their values, the tenant's tasks and the steps of the text. */
export function useDefinitionWords(): CompletionSource {
  const { data } = useReading({ query: KnownTasksDocument, variables: { first: pageBounds.pageSizeMax } });
  const tasks = data?.tasks.nodes;
  const known = useRef<KnownOutside>({ schema: {}, tasks: [] });
  useEffect(() => {
    if (tasks !== undefined) known.current = { ...known.current, tasks };
  }, [tasks]);
  useEffect(() => {
    let isCurrent = true;
    void readSchema().then((schema) => {
      if (isCurrent) known.current = { ...known.current, schema };
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  const [source] = useState<CompletionSource>(() => (context: CompletionContext) => offer(context, known.current));
  return source;
}

function offer(context: CompletionContext, known: KnownOutside): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos);
  // A definition in JSON has its braces and quotes to go by.
  if (before.trimStart().startsWith('{')) return null;
  const place = definitionPlace(before.split('\n'));
  if (place === undefined || !/^[\w.$-]*$/.test(place.typed)) return null;
  if (!context.explicit && place.typed === '' && place.kind === 'key') return null;
  const words = definitionWords(place, { ...known, stepIds: stepIdsIn(context.state.doc.toString()) });
  return {
    from: context.pos - place.typed.length,
    validFor: /^[\w.$-]*$/,
    options: words.map(({ word, text, detail, meaning }) => ({
      label: word,
      apply: text,
      ...(detail === undefined ? {} : { detail }),
      ...(meaning === undefined ? {} : { info: meaning }),
    })),
  };
}

let schema: Promise<Json> | undefined;

// It changes with the console itself only. Without it the fields are not offered, and everything else works.
function readSchema(): Promise<Json> {
  schema ??= fetch('/schemas/workflow-1.json')
    .then((answer): Promise<Json> => (answer.ok ? answer.json() : Promise.resolve({})))
    .catch(() => {
      schema = undefined;
      return {};
    });
  return schema;
}
