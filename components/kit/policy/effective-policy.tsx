'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import {
  EffectivePolicyDocument,
  type EffectivePolicyQuery,
  type EffectivePolicyQueryVariables,
  type PolicyLevel,
} from '#components/generated/policy.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { queuePath, schedulePath, screens, taskPath, workflowPath } from '#components/kit/words/paths.ts';
import { classes } from '#components/ui/classes.ts';
import { levelWords, policyWords, ruleWords, sayPart } from './policy-words.ts';
import { sayPolicy } from './say-policy.ts';

type Effective = EffectivePolicyQuery['effectivePolicy'];
type Line = Effective['lines'][number];
type Parts = {
  /** What to ask about: a task, a queue, a step of a workflow, a schedule. */
  subject: EffectivePolicyQueryVariables;
  /** Of what state of it; another one means that something else may hold now. */
  isOf?: string | number;
  /** Where there is no room for a column of its own, who says so stands below what holds. */
  isNarrow?: boolean;
};

/** What holds and who says so, in a panel; each line opens to what every level says. */
export function EffectivePolicy(parts: Parts) {
  return (
    <Panel title="Effective policy">
      <PolicyTable {...parts} />
    </Panel>
  );
}

/** The same without a panel around it. */
export function PolicyTable({ subject, isOf, isNarrow = false }: Parts) {
  const answer = useReading({ query: EffectivePolicyDocument, variables: subject });
  const [shownOf, setShownOf] = useState(isOf);
  const readOther = useEffectEvent((now: Parts['isOf']) => {
    if (now !== shownOf) {
      setShownOf(now);
      answer.reload();
    }
  });
  useEffect(() => readOther(isOf), [isOf]);
  return (
    <Reading answer={answer} rows={8}>
      {({ effectivePolicy }) => (
        <TableFrame label="Effective policy">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Holds</th>
              {!isNarrow && <th scope="col">From</th>}
            </tr>
          </thead>
          <tbody>
            {effectivePolicy.lines.map((line) => (
              <PolicyRow key={line.kind} line={line} of={effectivePolicy} isNarrow={isNarrow} />
            ))}
          </tbody>
        </TableFrame>
      )}
    </Reading>
  );
}

function PolicyRow({ line, of, isNarrow }: { line: Line; of: Effective; isNarrow: boolean }) {
  const { kind, level, value } = line;
  const [isOpen, setIsOpen] = useState(false);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  const from = <LevelLink level={level} of={of} />;
  return (
    <>
      <tr>
        <td className="whitespace-nowrap">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={`Levels of ${policyWords[kind]}`}
            className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded text-left hover:underline"
            onClick={() => setIsOpen(!isOpen)}
          >
            <Arrow aria-hidden size={13} className="shrink-0 text-quiet" />
            {policyWords[kind]}
          </button>
        </td>
        <td className={classes('min-w-28', isNarrow && 'py-1.5', value === null && 'text-quiet')}>
          {sayPolicy({ kind, value })}
          {isNarrow && <span className="block text-small text-quiet">{from}</span>}
        </td>
        {!isNarrow && <td className={classes('min-w-28', level === 'PLATFORM' && 'text-quiet')}>{from}</td>}
      </tr>
      {isOpen && (
        <tr className="bg-raised">
          <td colSpan={isNarrow ? 2 : 3} className="py-2">
            <Levels line={line} of={of} />
          </td>
        </tr>
      )}
    </>
  );
}

function Levels({ line: { kind, rule, levels }, of }: { line: Line; of: Effective }) {
  return (
    <div className="flex flex-col gap-1.5 pl-4">
      <ol
        className="grid grid-cols-[max-content_minmax(0,1fr)_max-content] gap-x-4 gap-y-1"
        aria-label={policyWords[kind]}
      >
        {levels.map(({ level, value, isWinning }) => (
          <li key={level} className="col-span-3 grid grid-cols-subgrid">
            <span className={level === 'PLATFORM' ? 'text-quiet' : ''}>
              <LevelLink level={level} of={of} />
            </span>
            <span className={classes(isWinning ? 'font-medium' : 'text-quiet')}>
              {value === null && level !== 'PLATFORM' ? 'says nothing' : sayPolicy({ kind, value })}
            </span>
            <span className={isWinning ? 'font-medium' : 'text-quiet'}>
              {sayPart(rule, { isWinning, says: value !== null })}
            </span>
          </li>
        ))}
      </ol>
      {levels.length > 2 && <p className="text-small text-quiet">{ruleWords[rule]}</p>}
    </div>
  );
}

/** Who says so, as the way there. */
function LevelLink({ level, of }: { level: PolicyLevel; of: Effective }): ReactNode {
  const place = placeOf(level, of);
  if (place === undefined) return levelWords[level];
  return (
    <Link className="link" href={place.href} prefetch={false}>
      {place.name}
    </Link>
  );
}

function placeOf(level: PolicyLevel, { task, queue, workflow, schedule, step }: Effective) {
  if (level === 'TENANT') return { name: levelWords.TENANT, href: screens.tenant };
  if (level === 'QUEUE' && queue !== null) return { name: `queue ${queue.name}`, href: queuePath(queue) };
  if (level === 'TASK' && task !== null) return { name: `task ${task.name}`, href: taskPath(task) };
  if (level === 'WORKFLOW' && workflow !== null)
    return { name: `workflow ${workflow.name}`, href: workflowPath(workflow) };
  if (level === 'STEP' && workflow !== null) return { name: `step ${step ?? ''}`, href: workflowPath(workflow) };
  if (level === 'SCHEDULE' && schedule !== null)
    return { name: `schedule ${schedule.name}`, href: schedulePath(schedule.id) };
  return undefined;
}
