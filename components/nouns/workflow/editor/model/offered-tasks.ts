/** The tasks that a step may run, as they are offered. */

export type OfferedTask = { name: string; description: string | null };

/** Those whose name or description holds every word of a text; those whose name begins with it come first. */
export function findTasks<Task extends OfferedTask>(tasks: readonly Task[], text: string): Task[] {
  const words = text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first = ''] = words;
  return tasks
    .filter(({ name, description }) => {
      const said = `${name} ${description ?? ''}`.toLowerCase();
      return words.every((word) => said.includes(word));
    })
    .toSorted((one, other) => Number(begins(other, first)) - Number(begins(one, first)));
}

function begins({ name }: OfferedTask, word: string): boolean {
  return word !== '' && name.toLowerCase().startsWith(word);
}

/** An id that no step has yet, made of the name of a task. */
export function freeId(task: string, taken: { has: (id: string) => boolean; size: number }): string {
  const plain = task
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, idLengthMax);
  const base = plain === '' ? 'step' : plain;
  if (!taken.has(base)) return base;
  for (let count = 2; count <= taken.size + 2; count += 1) {
    const id = `${base}-${count}`;
    if (!taken.has(id)) return id;
  }
  throw new Error('broken invariant: more ids are taken than there are steps');
}

// Leaves room for a number behind it.
const idLengthMax = 60;
