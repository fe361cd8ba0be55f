/** Definitions to begin with. Each shows one thing that a workflow can do, and says so in its comments. */

/** A task that a template runs, in case the tenant has none of this name yet. */
export type TemplateTask = { name: string; description: string; handler: { name: string; options?: { ms: number } } };

/** A definition to begin with. */
export type Template = { key: string; title: string; meaning: string; tasks: readonly TemplateTask[]; text: string };

const say: TemplateTask = {
  name: 'example-echo',
  description: 'Answers with the params that it was given.',
  handler: { name: 'echo' },
};
const work: TemplateTask = {
  name: 'example-work',
  description: 'Stands for real work: takes as many milliseconds as its params say.',
  handler: { name: 'sleep', options: { ms: 1_000 } },
};
const fault: TemplateTask = {
  name: 'example-fault',
  description: 'Fails as many attempts as its params say, then succeeds.',
  handler: { name: 'fail' },
};

const hello = `name: hello
description: Says hello to somebody, and then goodbye.

variables:
  who: { type: string, default: world }

tasks:
  - id: hello
    type: example-echo
    params: { text: "Hello, \${{ vars.who }}" }

  - id: goodbye
    type: example-echo
    params: { text: "Goodbye, \${{ vars.who }}" }
    dependencies: [hello]
`;

const fan = `name: fan-out-fan-in
description: Splits the work, does its parts side by side, and puts the results together.

variables:
  partMs: { type: integer, default: 2000 }

limits:
  maxConcurrentTasks: 2          # two of the three parts at once

tasks:
  - id: split
    type: example-work
    params: { ms: 500 }

  # Three parts wait for the same step, so they may run side by side.
  - id: part-a
    type: example-work
    params: { ms: "\${{ vars.partMs }}" }
    dependencies: [split]
  - id: part-b
    type: example-work
    params: { ms: "\${{ vars.partMs }}" }
    dependencies: [split]
  - id: part-c
    type: example-work
    params: { ms: "\${{ vars.partMs }}" }
    dependencies: [split]

  # Waits for all of them; \`join: any\` would wait for the first.
  - id: collect
    type: example-echo
    dependencies: [part-a, part-b, part-c]
`;

const cleanup = `name: clean-up-after-failure
description: When the risky step fails for good, what it left behind is cleaned up and somebody is told.

variables:
  faults: { type: integer, default: 9 }   # 0 lets the risky step succeed

tasks:
  - id: prepare
    type: example-work
    params: { ms: 500 }

  - id: risky
    type: example-fault
    params: { times: "\${{ vars.faults }}" }
    retry: { maxAttempts: 2, strategy: FIXED, baseDelay: PT1S }
    dependencies: [prepare]

  - id: finish
    type: example-echo
    dependencies: [risky]

  # Taken only when the risky step has failed; the run then SUCCEEDS, because the failure was dealt with.
  - id: clean-up
    type: example-work
    params: { ms: 500 }
    dependencies: [{ task: risky, on: failure }]

  - id: tell-desk
    type: example-echo
    params: { text: risky failed and was cleaned up }
    dependencies: [clean-up]
`;

const etl = `name: nightly-etl
description: Extracts from two sources, transforms, loads when there is enough, and reports in any case.

variables:
  day: { type: string, required: true }       # for example 2026-11-21
  rowsMin: { type: integer, default: 100 }
  rows: { type: integer, default: 0 }

limits:
  maxExecutionTime: PT2H

tasks:
  - id: extract-orders
    type: example-echo
    params: { day: "\${{ vars.day }}", rows: 120 }
    retry: { maxAttempts: 5, strategy: EXPONENTIAL, baseDelay: PT10S }
    output: { rows: result.rows }             # writes vars.rows
  - id: extract-customers
    type: example-work
    params: { ms: 1500 }
    timeout: PT15M

  - id: transform
    type: example-work
    dependencies: [extract-orders, extract-customers]

  # Skipped, with the reason, while there is not enough to load.
  - id: load
    type: example-work
    dependencies: [transform]
    condition: vars.rows >= vars.rowsMin

  - id: report
    type: example-echo
    params: { rows: "\${{ vars.rows }}" }
    dependencies: [{ task: load, on: completion }, { task: load, on: skipped }]
    join: any
`;

/** In the order in which one would learn. */
export const templates: readonly Template[] = [
  { key: 'hello', title: 'Hello', meaning: 'Two steps, one variable.', tasks: [say], text: hello },
  {
    key: 'fan-out',
    title: 'Fan-out, fan-in',
    meaning: 'Parts side by side, at most two at once, and a step that waits for all.',
    tasks: [say, work],
    text: fan,
  },
  {
    key: 'clean-up',
    title: 'Clean-up after failure',
    meaning: 'A retry, a branch for failure, and a run that succeeds all the same.',
    tasks: [say, work, fault],
    text: cleanup,
  },
  {
    key: 'nightly-etl',
    title: 'Nightly ETL',
    meaning: 'A required variable, an output, a condition, a time limit; ready for a schedule.',
    tasks: [say, work],
    text: etl,
  },
];
