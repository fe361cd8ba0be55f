/** The demo tenant's workflows, as an author would write them. */
import type { JsonObject } from '#domain/value/json.ts';
import { paramsOf } from './demo-tasks.ts';

const isUnwell = 'vars.deadRatio > vars.deadRatioMax';
const isLarge = 'vars.databaseBytes > vars.databaseBytesMax';

/** Four checks side by side, the log's integrity after them, and what follows from their findings. */
export const databaseCare: JsonObject = {
  name: 'database-care',
  description:
    'Looks after the database that Taskflow itself runs on: checks it, advises when a finding is out of bounds, and vacuums what needs it.',
  variables: {
    deadRatioMax: { type: 'number', default: 0.2 },
    databaseBytesMax: { type: 'number', default: 5_000_000_000 },
  },
  limits: { maxExecutionTime: 'PT10M' },
  tasks: [
    {
      id: 'sizes',
      type: 'relation-sizes',
      params: paramsOf('relation-sizes'),
      output: { databaseBytes: 'result.databaseBytes' },
    },
    {
      id: 'dead-rows',
      type: 'dead-tuples',
      params: paramsOf('dead-tuples'),
      output: { deadRatio: 'result.deadRatio' },
    },
    { id: 'oldest-transaction', type: 'oldest-transaction', params: paramsOf('oldest-transaction') },
    { id: 'connections', type: 'connections', params: paramsOf('connections') },
    {
      id: 'integrity',
      type: 'event-log-integrity',
      params: { ...paramsOf('event-log-integrity'), hours: 1 },
      dependencies: ['sizes', 'dead-rows', 'oldest-transaction', 'connections'],
    },
    {
      id: 'advise-on-size',
      type: 'advise',
      params: { ...paramsOf('advise'), finding: '${{ tasks.sizes.result }}' },
      dependencies: [{ task: 'integrity', condition: isLarge }],
    },
    {
      id: 'advise-on-dead-rows',
      type: 'advise',
      params: { ...paramsOf('advise'), finding: "${{ tasks['dead-rows'].result }}" },
      dependencies: [{ task: 'integrity', condition: isUnwell }],
    },
    {
      id: 'vacuum',
      type: 'vacuum',
      params: { ...paramsOf('vacuum'), table: "${{ tasks['dead-rows'].result.worst }}" },
      dependencies: ['advise-on-dead-rows'],
    },
    { id: 'dead-rows-after', type: 'dead-tuples', params: paramsOf('dead-tuples'), dependencies: ['vacuum'] },
    { id: 'all-well', type: 'note-all-well', dependencies: [{ task: 'integrity', on: 'default' }] },
  ],
};

/** A rehearsal of a real procedure: fan-out, fan-in, a step that may fail, and the branch that catches it. */
export const nightlyPayroll: JsonObject = {
  name: 'nightly-payroll',
  description:
    'Rehearses a payroll night: the bank transfer fails `bankFaults` attempts; when its three are used up, payments are held and the desk is told.',
  variables: { bankFaults: { type: 'integer', default: 1 } },
  limits: { maxExecutionTime: 'PT30M' },
  tasks: [
    rehearse('close-timesheets', 3_000, []),
    rehearse('collect-hours', 6_000, ['close-timesheets']),
    rehearse('collect-absences', 4_000, ['close-timesheets']),
    rehearse('collect-expenses', 5_000, ['close-timesheets']),
    rehearse('compute-gross', 8_000, ['collect-hours', 'collect-absences']),
    rehearse('compute-tax', 6_000, ['compute-gross']),
    rehearse('compute-net', 4_000, ['compute-tax', 'collect-expenses']),
    rehearse('write-payslips', 9_000, ['compute-net']),
    {
      id: 'transfer-salaries',
      type: 'rehearse-fault',
      params: { times: '${{ vars.bankFaults }}' },
      dependencies: ['compute-net'],
    },
    rehearse('book-in-ledger', 5_000, ['transfer-salaries']),
    rehearse('hold-payments', 2_000, [{ task: 'transfer-salaries', on: 'failure' }]),
    rehearse('tell-payroll-desk', 1_000, ['hold-payments']),
    rehearse('send-payslips', 5_000, ['write-payslips', 'book-in-ledger']),
  ],
};

/** Its second step fails for good and nothing catches it, so the run fails with it. */
export const partnerImport: JsonObject = {
  name: 'partner-import',
  description:
    'Rehearses an import whose file is rejected: the run fails at that step, and what would follow is not started.',
  tasks: [
    rehearse('fetch-file', 2_000, []),
    { id: 'check-file', type: 'rehearse-rejected-order', dependencies: ['fetch-file'] },
    rehearse('load-orders', 4_000, ['check-file']),
  ],
};

/** Loops, an approval, what is undone and what happens in any case, with the notes of its author. */
export const releaseTrain = `# Servers first, then the people: nobody hears of a release that was taken back.
name: release-train
description: Rehearses a release that a person lets go, server by server, and takes it back when it cannot be announced.
variables:
  servers: { type: array, default: [ada, bob, cleo, dora, emil, fay] }
  partnerFaults: { type: integer, default: 1 }   # three and more, and all is taken back
limits: { maxExecutionTime: PT8H, maxIterations: 20 }
tasks:
  - id: build
    type: rehearse-step
    params: { ms: 4000 }
  - id: approve
    approval:
      title: Release to \${{ string(size(vars.servers)) }} servers?
      roles: [operator]
      timeout: PT4H
      form: { type: object, properties: { note: { type: string, title: Note for the release } } }
    dependencies: [build]
  - id: roll-out
    type: rehearse-step
    params: { ms: 3000, server: "\${{ item }}" }
    foreach: vars.servers
    maxConcurrency: 2                # two at a time, so that four still answer
    dependencies: [approve]
    compensate: { task: rehearse-step, params: { ms: 2000 } }
  - id: watch
    type: rehearse-step
    params: { ms: 1500 }
    while: now < timestamp(tasks.approve.result.at) + duration('45s')
    delay: PT3S
    dependencies: [roll-out]
  - id: announce
    type: rehearse-fault
    params: { times: "\${{ vars.partnerFaults }}" }
    dependencies: [watch]
  - id: keep-old-version
    type: note-all-well
    dependencies: [{ task: approve, on: failure }]
  - id: write-report
    type: rehearse-step
    params: { ms: 1000 }
    finally: true
`;

function rehearse(id: string, ms: number, dependencies: (string | { task: string; on: string })[]): JsonObject {
  return { id, type: 'rehearse-step', params: { ms }, dependencies };
}
