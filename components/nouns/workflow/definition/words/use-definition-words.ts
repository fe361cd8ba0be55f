'use client';

import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { useEffect, useRef, useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { KnownQueuesDocument } from '#components/generated/editor.ts';
import { KnownTasksDocument } from '#components/generated/workflows.ts';
import { useTaskResults } from '#components/nouns/workflow/editor/expression/use-task-results.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { Json } from '#domain/value/json.ts';
import { type Definition, parseDefinition } from '#domain/workflow/definition.ts';
import type { KnownResults } from '#domain/workflow/expressions/expression-types.ts';
import { definitionPlace, stepIdsIn } from './definition-place.ts';
import { definitionWords, type Known, meaningAt } from './definition-words.ts';
import { type ExpressionBefore, expressionBefore } from './expression-before.ts';
import { fieldMeanings } from './field-meanings.ts';

type KnownOutside = Omit<Known, 'stepIds'> & { results: KnownResults };

/**
 * Offers the words of a definition: its fields, their values, the tenant's tasks and queues, the steps of the text, and
 * what expressions may read; and says what a field means that the pointer rests on.
 */
export function useDefinitionWords(): { complete: CompletionSource; extensions: readonly Extension[] } {
  const results = useTaskResults();
  const queues = useReading({ query: KnownQueuesDocument, variables: {} }).data?.queues;
  const { data } = useReading({ query: KnownTasksDocument, variables: { first: pageBounds.pageSizeMax } });
  const tasks = data?.tasks.nodes;
  const known = useRef<KnownOutside>({ schema: {}, tasks: [], results });
  useEffect(() => {
    known.current = { ...known.current, results, queues: (queues ?? []).map(({ name }) => name) };
  }, [results, queues]);
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
  const [offered] = useState(() => ({
    complete: (context: CompletionContext) => offer(context, known.current),
    extensions: [fieldMeanings((path) => meaningAt(known.current.schema, path))],
  }));
  return offered;
}

async function offer(context: CompletionContext, known: KnownOutside): Promise<CompletionResult | null> {
  const before = context.state.sliceDoc(0, context.pos);
  // A definition in JSON has its braces and quotes to go by.
  if (before.trimStart().startsWith('{')) return null;
  const asked = expressionBefore(before);
  if (asked !== undefined) return await offerInExpression(context, { ...asked, results: known.results });
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

type Asked = ExpressionBefore & Pick<KnownOutside, 'results'>;

// The language of expressions comes when the first of them is written.
async function offerInExpression(
  { state, pos, explicit }: CompletionContext,
  { text, place, results }: Asked,
): Promise<CompletionResult | null> {
  const [{ worldAt }, { offerExpression }] = await Promise.all([
    import('#components/nouns/workflow/editor/expression/expression-world.ts'),
    import('#components/nouns/workflow/editor/expression/expression-words.ts'),
  ]);
  const definition = lastRead(state.doc.toString());
  if (definition === undefined) return null;
  return offerExpression(text, { pos, isAsked: explicit, world: worldAt(definition, place, results) });
}

let read: Definition | undefined;

// While a line is half written, the definition is what it was before.
function lastRead(text: string): Definition | undefined {
  const parsed = parseDefinition({ yaml: text });
  const definition = parsed.ok ? parsed.definition : parsed.readable?.definition;
  read = definition ?? read;
  return read;
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
