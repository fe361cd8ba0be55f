'use client';

import { useEffect, useMemo, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { WorkflowResultDocument } from '#components/generated/editor.ts';
import type { ValueType } from '#domain/expression/value-type.ts';
import { typeOfSchema } from '#domain/json-schema/type-of-schema.ts';
import { isJsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';

// More of them are rare, and what is not asked for may be anything.
const askedMax = 20;

/** What the workflows that the steps of a definition run leave as results, by name. */
export function useWorkflowResults(definition: Definition | undefined): ReadonlyMap<string, ValueType> {
  const api = useApi();
  const [known, setKnown] = useState<ReadonlyMap<string, ValueType>>(none);
  const named = useMemo(() => namesIn(definition), [definition]);
  useEffect(() => {
    const names: string[] = JSON.parse(named);
    if (names.length === 0) return;
    let isCurrent = true;
    const ask = async () => {
      const types = await Promise.all(
        names.map(async (name) => {
          const { data } = await api(WorkflowResultDocument, { name });
          const schema = data?.workflow?.resultSchema;
          return isJsonObject(schema) ? ([[name, typeOfSchema(schema)]] as const) : [];
        }),
      );
      if (isCurrent) setKnown(new Map(types.flat()));
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [api, named]);
  return known;
}

const none: ReadonlyMap<string, ValueType> = new Map();

// As one text, which is the same for as long as it says the same.
function namesIn(definition: Definition | undefined): string {
  const names = (definition?.steps ?? []).flatMap(({ workflow }) => workflow ?? []);
  return JSON.stringify([...new Set(names)].sort().slice(0, askedMax));
}
