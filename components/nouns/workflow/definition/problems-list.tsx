'use client';

import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { Count } from '#components/ui/badge.tsx';
import type { DefinitionProblem, ValidationView } from './use-validation.ts';

type Parts = { validation: ValidationView; onGoTo: (problem: DefinitionProblem) => void };

/** What keeps a text from being published, each leading to its place; or that nothing does. */
export function ProblemsList({ validation, onGoTo }: Parts) {
  const { found, isChecking, fault, check } = validation;
  const problems = found?.problems ?? [];
  return (
    <section
      aria-label="Problems"
      className="flex max-h-56 min-h-9 shrink-0 [@media(height<56rem)]:max-h-36 flex-col border-t border-line"
    >
      <header className="flex min-h-9 shrink-0 items-center gap-2 px-3" aria-live="polite">
        <Verdict validation={validation} />
        {isChecking && found !== undefined && <span className="appear-late text-small text-quiet">checking …</span>}
      </header>
      {fault !== undefined && <FaultNotice fault={fault} onRetry={check} />}
      {problems.length > 0 && (
        <ul className="overflow-y-auto border-t border-line">
          {problems.map((problem) => (
            <li key={`${problem.code} ${problem.line} ${problem.column} ${problem.path?.join('.')} ${problem.message}`}>
              <button
                type="button"
                onClick={() => onGoTo(problem)}
                className="grid w-full grid-cols-[5.5rem_minmax(0,1fr)_auto] items-baseline gap-x-3 px-3 py-1 text-left hover:bg-raised"
              >
                <span className="text-small text-quiet">{sayPlace(problem)}</span>
                <span className="min-w-0 break-words">{problem.message}</span>
                <span className="identifier text-quiet">{problem.code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
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

function sayPlace({ line, column }: DefinitionProblem): string {
  if (line === null) return 'whole text';
  return column === null ? `line ${line}` : `line ${line}:${column}`;
}
