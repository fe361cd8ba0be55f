'use client';

import { useState } from 'react';
import { printJson, readJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { withEnd } from '#components/nouns/workflow/editor/dry-run/samples.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import type { Expression } from '#domain/expression/expressions.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { useExpressionSurroundings } from './expression-context.ts';
import type { ExpressionWorld } from './expression-world.ts';
import { tryExpression } from './judge-expression.ts';

type Parts = { expression: Expression; world: ExpressionWorld };

const ownNames = ['result', 'item', 'index'] as const;

/** What an expression gives for values that one pretends here. The dry run pretends the same. */
export function TryIt({ expression, world }: Parts) {
  const { samples, pretend, variables } = useExpressionSurroundings();
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({});
  const [now] = useState(() => new Date());
  const given = readObject(variables) ?? {};
  const { references } = expression;
  const names = ownNames.filter((name) => references.names.includes(name) && world.names.has(name));
  const setVariable = (name: string, text: string) => {
    const { [name]: _, ...others } = given;
    const value = readJson(text);
    pretend({ ...samples, variables: printJson(value === undefined ? others : { ...others, [name]: value }) });
  };
  const steps = new Map(
    references.tasks.map((stepKey) => {
      const end = samples.ends.get(stepKey);
      return [stepKey, { state: end?.state ?? 'SUCCEEDED', result: readJson(end?.left ?? '') ?? null }] as const;
    }),
  );
  const told = tryExpression(expression, { variables: given, steps, names: ownValues(own), now });
  return (
    <section aria-label="Try it" className="flex flex-col gap-2 rounded border border-line bg-raised p-2">
      {references.vars.map((name) => (
        <Sample
          key={`vars ${name}`}
          label={`vars.${name}`}
          value={given[name]}
          onChange={(text) => setVariable(name, text)}
        />
      ))}
      {references.tasks.map((stepKey) => (
        <Sample
          key={`tasks ${stepKey}`}
          label={`tasks.${stepKey}.result`}
          value={readJson(samples.ends.get(stepKey)?.left ?? '')}
          onChange={(left) =>
            pretend(withEnd(samples, stepKey, left === '' ? undefined : { state: 'SUCCEEDED', left }))
          }
        />
      ))}
      {names.map((name) => (
        <Sample
          key={name}
          label={name}
          value={readJson(own[name] ?? '')}
          onChange={(text) => setOwn({ ...own, [name]: text })}
        />
      ))}
      <p role="status" className="break-words">
        {told.ok ? (
          <>
            <span className="text-quiet">gives </span>
            <code className="font-semibold">{JSON.stringify(told.value)}</code>
          </>
        ) : (
          <span className="text-failed">{told.message}</span>
        )}
      </p>
    </section>
  );
}

type SampleParts = { label: string; value: Json | undefined; onChange: (text: string) => void };

// What was typed stays as it was typed; a text needs no quotes.
function Sample({ label, value, onChange }: SampleParts) {
  const [typed, setTyped] = useState(() => (value === undefined ? '' : JSON.stringify(value)));
  return (
    <TextField
      label={label}
      isSmall
      isMono
      autoComplete="off"
      spellCheck={false}
      placeholder="JSON or text"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(event.currentTarget.value);
      }}
    />
  );
}

function ownValues(own: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(own).flatMap(([name, text]) => {
      const value = readJson(text);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
