'use client';

import { Play } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import type { LatestRunsQuery } from '#components/generated/overview.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { TableFrame, TableHeads } from '#components/kit/page/table-frame.tsx';
import { runPath, screens } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { useLatestRuns } from './use-overview.ts';

type Run = LatestRunsQuery['runs']['nodes'][number];

/** The runs that were started last, as they go. */
export function LatestRunsPanel() {
  const answer = useLatestRuns();
  return (
    <Panel
      title="Latest runs"
      aside={
        <Link className="link" href={screens.runs}>
          All runs
        </Link>
      }
    >
      <Reading answer={answer} rows={8}>
        {({ runs }) => (runs.nodes.length === 0 ? <NoRuns /> : <RunsTable runs={runs.nodes} />)}
      </Reading>
    </Panel>
  );
}

const heads = [
  { word: 'State', width: 'w-[8rem]' },
  { word: 'Workflow', width: 'w-[20%]' },
  { word: 'Run', width: 'w-[8rem]' },
  { word: 'Started', width: 'w-[8rem]' },
  { word: 'Duration', width: 'number w-[7rem]' },
  { word: 'Started by', width: 'w-[10rem]' },
  { word: 'Why', width: '' },
];

function RunsTable({ runs }: { runs: readonly Run[] }) {
  return (
    <TableFrame label="Latest runs">
      <TableHeads heads={heads} />
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </tbody>
    </TableFrame>
  );
}

function RunRow({ run }: { run: Run }) {
  const why = run.reason?.message ?? (run.failedStep === null ? '' : `step ${run.failedStep} failed`);
  return (
    <tr>
      <td>
        <StateMark look={runLooks[run.state]} />
      </td>
      <td className="max-w-0 truncate font-medium">{run.workflow.name}</td>
      <td>
        <Link className="link identifier" href={runPath(run.id)} data-whole={run.id}>
          {shortId(run.id)}
        </Link>
      </td>
      <td>
        <Moment at={run.startedAt} />
      </td>
      <td className="number">
        <Duration from={run.startedAt} to={run.finishedAt} />
      </td>
      <td className="max-w-0 truncate text-quiet" data-whole={run.starter.id}>
        {sayActor(run.starter)}
      </td>
      <td className="max-w-0 truncate text-quiet">{why}</td>
    </tr>
  );
}

function NoRuns() {
  return (
    <EmptyState
      Icon={Play}
      title="No run was started yet."
      actions={
        <ButtonLink isSmall href={screens.workflows}>
          To the workflows
        </ButtonLink>
      }
    >
      A run carries out a workflow, step by step. Start one by hand, by a schedule or through the API.
    </EmptyState>
  );
}
