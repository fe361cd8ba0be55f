/** Where a definition reads and writes its variables, each place by itself. Whatever cannot be read yet says nothing. */
import { compileTemplate, type Expression } from '#domain/expression/expressions.ts';
import { givenTo } from '#domain/step/step-kind.ts';
import type { Json } from '#domain/value/json.ts';
import type { Definition, Step } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';

/** `field` is where in its step the variable stands: `condition`, `params`, `output` .. */
export type VariableUse = { stepKey: string; field: string; writes: boolean };

/** The declared variables in their order, then those that are only written. `type` is null for those. */
export type VariableUses = { name: string; type: string | null; uses: VariableUse[] };

/** Every variable of a definition with every place that reads or writes it. */
export function variableUses({ variables, steps }: Definition): VariableUses[] {
  const compile = compileOnce();
  const found = new Map<string, VariableUses>(
    Object.entries(variables).map(([name, { type }]) => [name, { name, type, uses: [] }]),
  );
  const add = (name: string, use: VariableUse) => {
    const known = found.get(name) ?? { name, type: null, uses: [] };
    found.set(name, known);
    const isSaid = known.uses.some(
      (one) => one.stepKey === use.stepKey && one.field === use.field && one.writes === use.writes,
    );
    if (!isSaid) known.uses.push(use);
  };
  for (const step of steps) {
    for (const { field, expressions } of expressionsOf(step, compile))
      for (const { references } of expressions)
        for (const name of references.vars) add(name, { stepKey: step.id, field, writes: false });
    for (const name of Object.keys(step.output ?? {})) add(name, { stepKey: step.id, field: 'output', writes: true });
  }
  return [...found.values()].filter(({ type, uses }) => type !== null || uses.some(({ writes }) => writes));
}

type Compile = ReturnType<typeof compileOnce>;
type Found = { field: string; expressions: readonly Expression[] };

function expressionsOf(step: Step, compile: Compile): Found[] {
  const { condition, dependencies, loop, output, compensate } = step;
  const read = (field: string, text: string | undefined): Found[] => {
    const compiled = text === undefined ? undefined : compile(text);
    return compiled?.ok === true ? [{ field, expressions: [compiled.value] }] : [];
  };
  const fill = (field: string, value: Json | undefined): Found[] => {
    const template = value === undefined ? undefined : compileTemplate(value, compile);
    return template?.ok === true ? [{ field, expressions: template.value.expressions }] : [];
  };
  return [
    ...read('condition', condition),
    ...dependencies.flatMap((one) => read('dependencies', one.condition)),
    ...read(loop?.kind ?? '', loop?.kind === 'foreach' ? loop.list : loop?.condition),
    ...Object.values(output ?? {}).flatMap((text) => read('output', text)),
    ...fill('params', givenTo(step)),
    ...fill('compensate', compensate?.params),
  ];
}
