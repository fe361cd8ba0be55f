'use client';

import { useMemo } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { TaskResultsDocument } from '#components/generated/editor.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import type { ValueType } from '#domain/expression/value-type.ts';
import { typeOfSchema } from '#domain/json-schema/type-of-schema.ts';
import { isJsonObject } from '#domain/value/json.ts';

/** What the tasks of the tenant promise to leave, by name. Those beyond the first page may leave anything. */
export function useTaskResults(): ReadonlyMap<string, ValueType> {
  const { data } = useReading({ query: TaskResultsDocument, variables: { first: pageBounds.pageSizeMax } });
  const tasks = data?.tasks.nodes;
  return useMemo(
    () =>
      new Map(
        (tasks ?? []).flatMap(({ name, resultSchema }): [string, ValueType][] =>
          isJsonObject(resultSchema) ? [[name, typeOfSchema(resultSchema)]] : [],
        ),
      ),
    [tasks],
  );
}
