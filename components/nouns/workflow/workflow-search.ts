/** Finds workflows by what is typed above their list. */

type Named = { name: string; description: string | null };

/** Those whose name or description has every word that was typed, in any order. */
export function matchingWorkflows<Workflow extends Named>(workflows: readonly Workflow[], typed: string): Workflow[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return workflows.filter(({ name, description }) => {
    const text = `${name} ${description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
