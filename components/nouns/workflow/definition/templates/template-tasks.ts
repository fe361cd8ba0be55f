/** The tasks that templates run, in case the tenant has none of their names yet. */

/** A task that a template runs, in case the tenant has none of this name yet. */
export type TemplateTask = { name: string; description: string; handler: { name: string; options?: { ms: number } } };

export const say: TemplateTask = {
  name: 'example-echo',
  description: 'Answers with the params that it was given.',
  handler: { name: 'echo' },
};
export const work: TemplateTask = {
  name: 'example-work',
  description: 'Stands for real work: takes as many milliseconds as its params say.',
  handler: { name: 'sleep', options: { ms: 1_000 } },
};
export const fault: TemplateTask = {
  name: 'example-fault',
  description: 'Fails as many attempts as its params say, then succeeds.',
  handler: { name: 'fail' },
};
