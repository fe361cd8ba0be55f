import type { Noun } from '#components/kit/noun/noun.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { BulkAnswer, PlannedRow } from './bulk-act.ts';

type PlanProps = { noun: Noun; effect: string; plan: BulkAnswer };

/** What a dry run found: how many would change, the first of them, and what stays as it is. */
export function BulkPlan({ noun, effect, plan: { count, shown, skipped } }: PlanProps) {
  return (
    <>
      <p>
        <strong className="font-semibold">{count === 0 ? `No ${noun.one}` : sayNumber(count, noun)}</strong> {effect}
      </p>
      {shown.length > 0 && (
        <ul aria-label="The first of them" className="panel max-h-56 divide-y divide-line overflow-y-auto">
          {shown.map((row) => (
            <PlanLine key={row.id} row={row} />
          ))}
        </ul>
      )}
      {count > shown.length && <p className="text-quiet">and {sayNumber(count - shown.length, noun)} more</p>}
      {skipped.length > 0 && (
        <div>
          <p className="text-quiet">Left as they are:</p>
          <ul aria-label="Left as they are">
            {skipped.map((skip) => (
              <li key={skip.reason} className="flex gap-3">
                <span className="w-14 shrink-0 text-right">{skip.count.toLocaleString('en')}</span>
                {skip.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function PlanLine({ row: { id, look, words, detail, place, at } }: { row: PlannedRow }) {
  return (
    <li className="flex h-7 items-center gap-3 px-3">
      <span className="w-28 shrink-0">
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
