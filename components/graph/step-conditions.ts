/** What must hold besides the dependencies of a step: its own condition, and those of the edges that lead to it. */

type Conditional = { condition?: string | null | undefined };
type Guarded = {
  nodes: readonly (Conditional & { stepKey: string })[];
  edges: readonly (Conditional & { from: string; to: string })[];
};

/** `words` fit above a node, as far as there is room; `lines` say every condition in full. */
export type StepCondition = { words: string; lines: readonly string[] };

/** The conditions of the steps that have any, by step. */
export function conditionsOf({ nodes, edges }: Guarded): ReadonlyMap<string, StepCondition> {
  const found: Found[] = [
    ...nodes.flatMap(({ stepKey, condition }) => (isThere(condition) ? [{ stepKey, condition }] : [])),
    ...edges.flatMap(({ from, to, condition }) => (isThere(condition) ? [{ stepKey: to, from, condition }] : [])),
  ];
  return new Map([...Map.groupBy(found, ({ stepKey }) => stepKey)].map(([stepKey, all]) => [stepKey, sayAll(all)]));
}

type Found = { stepKey: string; from?: string; condition: string };

// Which edge a single condition is about is to be seen; several cannot be told apart in one line.
function sayAll(found: readonly Found[]): StepCondition {
  const lines = found.map(({ from, condition }) => {
    const words = `if ${onOneLine(condition)}`;
    return from === undefined ? words : `after ${from} ${words}`;
  });
  const [only] = found;
  const isOne = found.length === 1 && only !== undefined;
  return { words: isOne ? `if ${onOneLine(only.condition)}` : `${found.length} conditions`, lines };
}

function isThere(condition: string | null | undefined): condition is string {
  return condition !== undefined && condition !== null;
}

function onOneLine(condition: string): string {
  return condition.trim().replace(/\s+/g, ' ');
}
