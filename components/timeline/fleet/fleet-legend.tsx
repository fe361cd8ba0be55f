import { colourOf, type Family } from '#components/state/state-look.ts';

const families: readonly { family: Family; word: string }[] = [
  { family: 'success', word: 'succeeded' },
  { family: 'failed', word: 'failed' },
  { family: 'running', word: 'running' },
  { family: 'waiting', word: 'cancelled' },
];

/** What the colours of the bars mean. */
export function FleetLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-4 px-1 text-small text-quiet">
      {families.map(({ family, word }) => (
        <li key={family} className="flex items-center gap-1.5">
          <span aria-hidden className="h-2.5 w-4 rounded-[2px]" style={{ background: colourOf(family) }} />
          {word}
        </li>
      ))}
      <Ghost kind="fleet-ghost" word="planned" />
      <Ghost kind="fleet-ghost fleet-ghost-overdue" word="overdue" />
    </ul>
  );
}

function Ghost({ kind, word }: { kind: string; word: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg aria-hidden width={18} height={12}>
        <rect x={1} y={1} width={16} height={10} rx={1.5} className={kind} />
      </svg>
      {word}
    </li>
  );
}
