'use client';

import { useMemo } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { TaskResultsDocument } from '#components/generated/editor.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { ValueType } from '#domain/expression/value-type.ts';
import { typeOfSchema } from '#domain/json-schema/type-of-schema.ts';
import { isJsonObject } from '#domain/value/json.ts';
import type { KnownResults } from '#domain/workflow/expressions/expression-types.ts';

/** What the tasks of the tenant promise to leave, by name. Those beyond the first page may leave anything. */
export function useTaskResults(): KnownResults {
  const { data } = useReading({ query: TaskResultsDocument, variables: { first: pageBounds.pageSizeMax } });
  const tasks = data?.tasks.nodes;
  return useMemo(
    () => ({
      tasks: new Map(
        (tasks ?? []).flatMap(({ name, resultSchema }): [string, ValueType][] =>
          isJsonObject(resultSchema) ? [[name, typeOfSchema(resultSchema)]] : [],
        ),
      ),
      workflows: new Map(),
    }),
    [tasks],
  );
}
