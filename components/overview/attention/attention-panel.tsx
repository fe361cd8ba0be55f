'use client';

import { Link } from '#components/address/link.tsx';
import type { Answer } from '#components/api/use-reading.ts';
import type { AttentionQuery } from '#components/generated/overview.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { type OverviewWindow, type WindowChoice, windowWords } from '#components/overview/overview-window.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf } from '#components/state/state-look.ts';
import { ageOf } from '#components/time/as-of.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { useAsOf } from '#components/time/use-as-of.ts';
import { Count } from '#components/ui/badge.tsx';
import { type Concern, concernsOf, lostSince } from './attention.ts';

// Somebody who was just woken reads this many lines; what weighs less comes after them.
const concernsShownMax = 12;

type Parts = {
  answer: Answer<AttentionQuery>;
  choice: WindowChoice;
  window: OverviewWindow | undefined;
  missedTicks: number;
};

/** What somebody should look at, each line a link to it. */
export function AttentionPanel({ answer, choice, window, missedTicks }: Parts) {
  const { data } = answer;
  const fromMs = window?.fromMs ?? 0;
  const concerns = data === undefined ? [] : concernsIn(data, { choice, fromMs, missedTicks });
  const asOfMs = useAsOf(answer);
  return (
    <Panel
      title="Needs attention"
      age={ageOf(asOfMs)}
      aside={concerns.length > 0 && <Count value={concerns.length} family="warning" words="concerns" />}
    >
      <Reading answer={answer} rows={3}>
        {() => (concerns.length === 0 ? <AllCalm /> : <Concerns concerns={concerns} />)}
      </Reading>
    </Panel>
  );
}

function Concerns({ concerns }: { concerns: readonly Concern[] }) {
  const rest = concerns.length - concernsShownMax;
  return (
    <ul className="flex flex-col">
      {concerns.slice(0, concernsShownMax).map((concern) => (
        <li key={concern.key} className="border-b border-line last:border-b-0">
          <ConcernLine concern={concern} />
        </li>
      ))}
      {rest > 0 && <li className="px-3 py-1.5 text-quiet">and {rest} more of less weight</li>}
    </ul>
  );
}

function ConcernLine({ concern: { look, sentence, sentenceAt, detail, at, href } }: { concern: Concern }) {
  return (
    <Link href={href} className="flex min-h-8 items-center gap-2 px-3 py-1 hover:bg-raised">
      <span className="flex w-4 justify-center" style={{ color: colourOf(look.family) }}>
        <Glyph name={look.glyph} />
        <span className="sr-only">{look.word}: </span>
      </span>
      <span className="min-w-0 truncate font-medium">
        <Sentence text={sentence} />
        {sentenceAt !== undefined && (
          <>
            {' '}
            <Moment at={sentenceAt} style="both" />
          </>
        )}
      </span>
      <span className="min-w-0 flex-1 truncate text-quiet">{detail}</span>
      <span className="shrink-0 text-quiet">{at !== undefined && <Moment at={at} />}</span>
    </Link>
  );
}

function AllCalm() {
  return (
    <p className="flex min-h-10 items-center gap-2 px-3">
      <span className="flex w-4 justify-center text-success">
        <Glyph name="check" />
      </span>
      Nothing needs attention.
      <span className="text-quiet">Every failure is mended or put off, no alert is open, and every queue moves.</span>
    </p>
  );
}

type Span = { choice: WindowChoice; fromMs: number; missedTicks: number };

function concernsIn(data: AttentionQuery, { choice, fromMs, missedTicks }: Span): Concern[] {
  return concernsOf({
    ...data,
    sinceWords: windowWords[choice].sentence,
    lostWorkers: lostSince(data.workers, fromMs),
    missedTicks,
    overdue: data.overdueInstants,
  });
}
