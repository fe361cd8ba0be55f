/** Definitions that show the graph: steps, branches, failures and variables. */

export const hello = `name: hello
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

export const fan = `name: fan-out-fan-in
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

export const cleanup = `name: clean-up-after-failure
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

export const etl = `name: nightly-etl
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
