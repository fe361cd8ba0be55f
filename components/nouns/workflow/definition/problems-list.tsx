'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, type Family, type GlyphName } from '#components/state/state-look.ts';
import { Count } from '#components/ui/badge.tsx';
import { classes } from '#components/ui/classes.ts';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { type ProblemSeverity, problemKey, problemSeverities, type ToldProblem } from './told-problems.ts';
import type { ProblemWalk } from './use-problem-walk.ts';
import type { ValidationView } from './use-validation.ts';

type Parts = { validation: ValidationView; walk: ProblemWalk };

const looks: Record<ProblemSeverity, { words: string; family: Family; glyph: GlyphName }> = {
  ERROR: { words: 'to mend before it can be published', family: 'failed', glyph: 'cross' },
  WARNING: { words: 'most likely a mistake', family: 'warning', glyph: 'mark' },
  HINT: { words: 'may go', family: 'waiting', glyph: 'circle' },
};

/** What keeps a text from being published and what is odd about it, each leading to its place; or that nothing is. */
export function ProblemsList({ validation, walk }: Parts) {
  const { found, isChecking, fault, check } = validation;
  const { list } = walk;
  return (
    <section
      aria-label="Problems"
      className="flex max-h-56 min-h-9 shrink-0 [@media(height<56rem)]:max-h-36 flex-col border-t border-line"
    >
      <header className="flex min-h-9 shrink-0 items-center gap-2 px-3" aria-live="polite">
        <Verdict validation={validation} />
        <Oddities list={list} />
        {isChecking && found !== undefined && <span className="appear-late text-small text-quiet">checking …</span>}
        {list.length > 0 && <Steps walk={walk} />}
      </header>
      {fault !== undefined && <FaultNotice fault={fault} onRetry={check} />}
      {list.length > 0 && (
        <div className="overflow-y-auto border-t border-line">
          {problemSeverities.map((severity) => (
            <Group key={severity} severity={severity} walk={walk} />
          ))}
        </div>
      )}
    </section>
  );
}

function Steps({ walk: { go } }: { walk: ProblemWalk }) {
  return (
    <span className="ml-auto flex items-center gap-1">
      <IconButton isSmall label="Problem before" keys="shift+F8" Icon={ChevronUp} onClick={() => go(-1)} />
      <IconButton isSmall label="Next problem" keys="F8" Icon={ChevronDown} onClick={() => go(1)} />
    </span>
  );
}

function Group({ severity, walk }: { severity: ProblemSeverity; walk: ProblemWalk }) {
  const own = walk.list.filter((one) => one.severity === severity);
  if (own.length === 0) return null;
  const { words, family, glyph } = looks[severity];
  const noun = severity === 'ERROR' ? 'problem' : severity === 'WARNING' ? 'warning' : 'hint';
  return (
    <ul aria-label={`${sayCount(own.length, noun)} ${words}`}>
      {own.map((problem) => (
        <Line
          key={problemKey(problem)}
          problem={problem}
          family={family}
          glyph={glyph}
          isHere={walk.at === problemKey(problem)}
          onGoTo={walk.goTo}
        />
      ))}
    </ul>
  );
}

type LineParts = {
  problem: ToldProblem;
  family: Family;
  glyph: GlyphName;
  isHere: boolean;
  onGoTo: (problem: ToldProblem) => void;
};

function Line({ problem, family, glyph, isHere, onGoTo }: LineParts) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isHere) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isHere]);
  return (
    <li ref={line}>
      <button
        type="button"
        onClick={() => onGoTo(problem)}
        className={classes(
          'grid w-full grid-cols-[1rem_5.5rem_minmax(0,1fr)_auto] items-baseline gap-x-2 px-3 py-1 text-left hover:bg-raised',
          isHere && 'bg-raised',
        )}
      >
        <span className="self-center" style={{ color: colourOf(family) }}>
          <Glyph name={glyph} size={12} />
        </span>
        <span className="text-small text-quiet">{sayPlace(problem)}</span>
        <span className="min-w-0 break-words">{problem.message}</span>
        <span className="identifier text-quiet">{problem.code}</span>
      </button>
    </li>
  );
}

function Verdict({ validation: { found, fault } }: { validation: ValidationView }) {
  if (found === undefined)
    return <span className="text-quiet">{fault === undefined ? 'Checking …' : 'Not checked'}</span>;
  if (found.problems.length === 0) {
    const count = found.levels.flat().length;
    return (
      <span className="inline-flex items-center gap-1.5 text-success">
        <Glyph name="check" />
        <span>
          Valid: {count} {count === 1 ? 'step' : 'steps'} on {found.levels.length}{' '}
          {found.levels.length === 1 ? 'level' : 'levels'}
        </span>
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2">
      <span className="inline-flex items-center gap-1.5 text-failed">
        <Glyph name="mark" />
        {found.problems.length === 1 ? 'A problem' : 'Problems'} to mend before it can be published
      </span>
      <Count value={found.problems.length} family="failed" />
    </span>
  );
}

function Oddities({ list }: { list: readonly ToldProblem[] }) {
  const count = (wanted: ProblemSeverity) => list.filter(({ severity }) => severity === wanted).length;
  const [warnings, hints] = [count('WARNING'), count('HINT')];
  return (
    <>
      {warnings > 0 && (
        <span className="inline-flex items-center gap-1.5 text-warning">
          <Glyph name="mark" />
          {sayCount(warnings, 'warning')}
        </span>
      )}
      {hints > 0 && <span className="text-quiet">{sayCount(hints, 'hint')}</span>}
    </>
  );
}

function sayPlace({ line, column }: ToldProblem): string {
  if (line === null) return 'whole text';
  return column === null ? `line ${line}` : `line ${line}:${column}`;
}
