/** Writes docs/states.md: the move tables of domain/machines.ts as pictures and tables. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventEntries } from '#domain/event-catalogue.ts';
import {
  alertMoves,
  deliveryMoves,
  failureMoves,
  invitationMoves,
  jobMoves,
  rerunBatchMoves,
  rerunItemMoves,
  runMoves,
  scheduleMoves,
  waitMoves,
  workerMoves,
} from '#domain/machines.ts';

type Moves = Record<string, Partial<Record<string, string>>>;
type Machine = { title: string; about: string; starts: string[]; moves: Moves };

/** Where the printed tables lie. */
export const statesPath = join(import.meta.dirname, '../..', 'docs', 'states.md');

const machines: Machine[] = [
  {
    title: 'Job',
    about:
      'One execution of a task, stand-alone or as a step of a run. A step whose branch was not taken is born SKIPPED. FAILED, DEAD and CANCELLED are final but for an audited retry by an operator.',
    starts: ['PENDING', 'SCHEDULED', 'SKIPPED'],
    moves: jobMoves,
  },
  { title: 'Run', about: 'One execution of a workflow version.', starts: ['RUNNING'], moves: runMoves },
  {
    title: 'Step without a job',
    about:
      'A step of a run that waits for time, a signal or the decision of a person. One whose branch was not taken is born SKIPPED, one that could not begin to wait FAILED.',
    starts: ['PENDING', 'SKIPPED', 'FAILED'],
    moves: waitMoves,
  },
  {
    title: 'Batch of reruns',
    about:
      'Many runs that are run again one after the other. A cancelled one is over when the runs that it started have ended.',
    starts: ['RUNNING'],
    moves: rerunBatchMoves,
  },
  {
    title: 'Run of a batch',
    about: 'One run of a batch of reruns, and what became of running it again.',
    starts: ['WAITING'],
    moves: rerunItemMoves,
  },
  {
    title: 'Schedule',
    about: 'A timetable with a task or a workflow as its target.',
    starts: ['ACTIVE', 'PAUSED'],
    moves: scheduleMoves,
  },
  {
    title: 'Alert',
    about: 'A detected breach, raised once per subject and kind.',
    starts: ['OPEN'],
    moves: alertMoves,
  },
  {
    title: 'Delivery',
    about: 'A message on its way through a channel.',
    starts: ['PENDING', 'HELD'],
    moves: deliveryMoves,
  },
  {
    title: 'Invitation',
    about: 'A link that makes whoever it was made for a member. Past its end it is OPEN and cannot be accepted.',
    starts: ['OPEN'],
    moves: invitationMoves,
  },
  {
    title: 'Worker',
    about: 'A process that executes jobs; its lease covers every job it holds.',
    starts: ['LIVE'],
    moves: workerMoves,
  },
  {
    title: 'Failure',
    about: 'A kind of failure of a task, a step or a workflow: all jobs and runs that failed in the same way.',
    starts: ['OPEN'],
    moves: failureMoves,
  },
];

/** What the file must hold. */
export const printedStates = [
  '<!-- Generated from domain/machines.ts by `npm run generate`. -->',
  '# States',
  '',
  'A state changes only by a move of these tables: they guard every UPDATE of a state column. A missing cell is an illegal transition.',
  ...machines.flatMap(printMachine),
  '',
].join('\n');

/** Prints the tables to their file. */
export async function writeStates(): Promise<void> {
  await mkdir(dirname(statesPath), { recursive: true });
  await writeFile(statesPath, printedStates);
}

function printMachine({ title, about, starts, moves }: Machine): string[] {
  const rows = Object.entries(moves).flatMap(([from, targets]) =>
    Object.entries(targets).map(([to, why]) => ({ from, to, why })),
  );
  const ends = Object.keys(moves).filter((state) => Object.keys(moves[state] ?? {}).length === 0);
  return [
    '',
    `## ${title}`,
    '',
    about,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...starts.map((state) => `  [*] --> ${state}`),
    ...rows.map(({ from, to }) => `  ${from} --> ${to}`),
    ...ends.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    '| from | to | why | event |',
    '|---|---|---|---|',
    ...rows.map(({ from, to, why }) => `| ${from} | ${to} | ${why} | ${eventOf(title, from, to)} |`),
  ];
}

// A worker's moves are told by its record alone.
function eventOf(title: string, from: string, to: string): string {
  const isIt = (states: readonly string[], state: string) => states.includes(state);
  const found = eventEntries.find(
    ([, { move }]) => move?.noun === title.toLowerCase() && isIt(move.from, from) && isIt(move.to, to),
  );
  return found?.[0] ?? '';
}
