import { Spline } from 'lucide-react';
import { saySpan } from '#components/time/say-time.ts';
import { Badge } from '#components/ui/badge.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import type { WorkflowAnalysis } from './analysis-tab.tsx';

type Step = WorkflowAnalysis['steps'][number];

/** The columns of the steps; bars are as long as what the slowest step counts. */
export function columnsOf(steps: readonly Step[]): Column<Step>[] {
  const longestMs = steps.reduce((most, { durationMs }) => Math.max(most, durationMs ?? 0), 0);
  return [
    {
      key: 'step',
      title: 'Step',
      cell: ({ stepKey }) => <span className="font-medium">{stepKey}</span>,
      hint: ({ stepKey }) => stepKey,
    },
    { key: 'level', title: 'Level', width: '4.5rem', needs: 'middle', isNumber: true, cell: ({ level }) => level + 1 },
    {
      key: 'path',
      title: 'Critical path',
      width: '8.5rem',
      cell: ({ isCritical }) =>
        isCritical && (
          <Badge>
            <Spline aria-hidden size={12} />
            on the path
          </Badge>
        ),
    },
    {
      key: 'counts',
      title: 'Counts as',
      width: '10rem',
      cell: (step) => <CountsAs step={step} longestMs={longestMs} />,
    },
    { key: 'slack', title: 'Slack', width: '6rem', isNumber: true, cell: (step) => saySlack(step) },
    {
      key: 'p50',
      title: 'p50',
      width: '6rem',
      needs: 'middle',
      isNumber: true,
      cell: ({ history }) => sayMs(history?.p50Ms),
    },
    {
      key: 'p95',
      title: 'p95',
      width: '6rem',
      needs: 'middle',
      isNumber: true,
      cell: ({ history }) => sayMs(history?.p95Ms),
    },
    {
      key: 'runs',
      title: 'Runs',
      width: '4.5rem',
      needs: 'middle',
      isNumber: true,
      cell: ({ history }) => history?.runs ?? 0,
    },
  ];
}

function CountsAs({ step: { durationMs, isCritical }, longestMs }: { step: Step; longestMs: number }) {
  if (durationMs === null) return <span className="text-quiet">not known</span>;
  const share = longestMs === 0 ? 0 : durationMs / longestMs;
  return (
    <span className="flex flex-col items-stretch gap-0.5 leading-none">
      <span>{saySpan(durationMs)}</span>
      <span aria-hidden className="relative h-[3px] w-full overflow-hidden rounded-full bg-line">
        <span
          className="absolute inset-y-0 left-0 rounded-full"
          style={{
            width: `${Math.max(2, share * 100)}%`,
            background: isCritical ? 'var(--ink)' : 'var(--state-waiting)',
          }}
        />
      </span>
    </span>
  );
}

// Without a duration of its own a step has all the room that its neighbours leave, which says nothing of it.
function saySlack({ durationMs, slackMs }: Step): string {
  if (durationMs === null || slackMs === null) return '';
  return slackMs === 0 ? 'none' : saySpan(slackMs);
}

function sayMs(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? '' : saySpan(ms);
}
