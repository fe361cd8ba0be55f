import type { Noun } from '#components/kit/noun/noun.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { BulkAnswer, CountedReason, PlannedRow } from './bulk-act.ts';
import { sayReason } from './say-reason.ts';

type PlanProps = { noun: Noun; effect: string; plan: BulkAnswer };

/** What a dry run found: how many would change, the first of them, and what stays as it is. */
export function BulkPlan({ noun, effect, plan: { count, sentence, shown, skipped, apart } }: PlanProps) {
  return (
    <>
      <p>
        <strong className="font-semibold">{count === 0 ? `No ${noun.one}` : sayNumber(count, noun)}</strong> {effect}
        {sentence !== undefined && count > 0 && <span className="text-quiet"> {sentence}</span>}
      </p>
      {shown.length > 0 && (
        <ul aria-label="The first of them" className="panel max-h-56 divide-y divide-line overflow-y-auto">
          {shown.map((row) => (
            <PlanLine key={row.id} row={row} />
          ))}
        </ul>
      )}
      {count > shown.length && <p className="text-quiet">and {sayNumber(count - shown.length, noun)} more</p>}
      {apart !== undefined && <Reasons {...apart} />}
      <Reasons title="Left as they are" reasons={skipped} />
    </>
  );
}

function Reasons({ title, reasons }: { title: string; reasons: readonly CountedReason[] }) {
  if (reasons.length === 0) return null;
  return (
    <div>
      <p className="text-quiet">{title}:</p>
      <ul aria-label={title}>
        {reasons.map(({ reason, count }) => (
          <li key={reason} className="flex gap-3">
            <span className="min-w-8 shrink-0 text-right">{count.toLocaleString('en')}</span>
            {sayReason(reason)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function PlanLine({ row: { id, look, words, detail, place, at } }: { row: PlannedRow }) {
  return (
    <li className="flex h-7 items-center gap-3 px-3">
      <span className="w-24 shrink-0">
        <StateMark look={look} />
      </span>
      <span className="min-w-0 flex-1 truncate">
        {words}
        {detail !== undefined && <span className="text-quiet"> {detail}</span>}
      </span>
      <span className="min-w-0 truncate text-quiet">{place}</span>
      <span className="min-w-20 shrink-0 text-right text-quiet">
        <Moment at={at} />
      </span>
      <span className="identifier shrink-0 text-quiet" data-whole={id}>
        {shortId(id)}
      </span>
    </li>
  );
}
