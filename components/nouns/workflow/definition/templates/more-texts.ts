/** Definitions that show more than a graph: gates, loops, people, and ways back. */

export const review = `name: code-review
description: Lints and tests a branch, deploys it when enough of it is covered, and opens a ticket when something fails.

variables:
  repo: { type: string, required: true }
  minCoverage: { type: number, default: 80 }
  measured: { type: number, default: 85 }     # what the tests would find

tasks:
  - id: lint
    type: example-work
    params: { ms: 800 }
    timeout: PT5M

  - id: test
    type: example-echo
    params: { repo: "\${{ vars.repo }}", coverage: "\${{ vars.measured }}" }
    dependencies: [lint]
    output: { coverage: result.coverage }     # writes vars.coverage

  # The gate: below it the step is skipped, with the reason.
  - id: deploy
    type: example-work
    dependencies: [test]
    condition: vars.coverage >= vars.minCoverage

  - id: ticket
    type: example-echo
    params: { title: "\${{ vars.repo }} needs a look" }
    dependencies: [{ task: test, on: failure }, { task: deploy, on: failure }]
    join: any
`;

export const release = `name: approved-release
description: Builds, asks a person whether to release, and goes live or says why not.

tasks:
  - id: build
    type: example-work

  # Waits for a person, who may fill in the form; after a day the answer is no.
  - id: approve
    approval:
      title: Release this build?
      roles: [operator]
      timeout: P1D
      form:
        type: object
        properties: { note: { type: string } }
    dependencies: [build]

  - id: go-live
    type: example-work
    dependencies: [approve]

  - id: say-no
    type: example-echo
    params: { text: not released }
    dependencies: [{ task: approve, on: failure }]
`;

export const shards = `name: index-shards
description: Does the same for every item of a list, a few at once, and bears that some of them fail.

variables:
  shards: { type: array, default: [north, east, south, west] }

tasks:
  - id: list
    type: example-echo
    params: { shards: "\${{ vars.shards }}" }

  # A job for each item; \`item\` and \`index\` say which.
  - id: index
    type: example-work
    foreach: vars.shards
    maxConcurrency: 2
    onItemFailure: { threshold: 25% }
    params: { ms: 700, shard: "\${{ item }}", number: "\${{ index }}" }
    dependencies: [list]

  - id: report
    type: example-echo
    params: { shards: "\${{ size(vars.shards) }}" }
    dependencies: [index]
`;

export const poll = `name: poll-until-ready
description: Asks again and again until something is ready, a while between, and not for ever.

variables:
  status: { type: string, default: ready }    # what the service would answer

limits:
  maxIterations: 20
  maxExecutionTime: PT1H

tasks:
  - id: order
    type: example-work
    params: { ms: 500 }

  # Its result says whether once more.
  - id: poll
    type: example-echo
    params: { status: "\${{ vars.status }}" }
    while: result.status != 'ready'
    delay: PT10S
    dependencies: [order]

  - id: collect
    type: example-echo
    params: { text: it is ready }
    dependencies: [poll]
`;

export const saga = `name: book-a-trip
description: Books step by step; when one of them cannot be had, what was booked before is given back in reverse.

variables:
  carFaults: { type: integer, default: 9 }    # 0 lets the last booking succeed

tasks:
  - id: flight
    type: example-echo
    params: { booking: F1 }
    compensate: example-echo                  # is handed what the step left

  - id: hotel
    type: example-echo
    params: { booking: H1 }
    compensate: example-echo
    dependencies: [flight]

  - id: car
    type: example-fault
    params: { times: "\${{ vars.carFaults }}" }
    retry: { maxAttempts: 2, strategy: FIXED, baseDelay: PT1S }
    dependencies: [hotel]

  # Runs once all the others have settled, however the run went.
  - id: tell-traveller
    type: example-echo
    params: { text: "\${{ run.failed ? 'nothing is booked' : 'all is booked' }}" }
    finally: true
`;

export const nightly = `name: nightly-report
description: Collects figures side by side, waits for the end of the day's books, and sends one report in any case.

limits:
  maxExecutionTime: PT6H

tasks:
  - id: sales
    type: example-echo
    params: { total: 120 }
    output: { sales: result.total }
  - id: stock
    type: example-work
    params: { ms: 1500 }

  # A program says when the books are closed (sendSignal); after two hours it goes on without them.
  - id: books-closed
    wait: { signal: books-closed, timeout: PT2H }

  - id: report
    type: example-echo
    params: { sales: "\${{ vars.sales }}", books: "\${{ tasks['books-closed'].state }}" }
    dependencies:
      - sales
      - stock
      - { task: books-closed, on: completion }
`;
