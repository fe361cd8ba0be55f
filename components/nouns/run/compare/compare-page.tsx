'use client';

import { ArrowLeftRight, GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useUrl, useUrlChoice } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { CompareRunsDocument, type CompareRunsQuery } from '#components/generated/compare.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { runPath, screens } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { CompareSteps, shownStepsMax } from './compare-steps.tsx';
import { CompareValues } from './compare-values.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { StepResults } from './step-results.tsx';

/** What two runs are told of. */
export type Comparison = CompareRunsQuery['compareRuns'];

const views = ['steps', 'variables', 'given', 'version'] as const;

/** Two runs of one workflow beside each other; which, and what of them, stands in the address. */
export function ComparePage() {
  const { search } = useUrl();
  const [left, right] = [search.get('left'), search.get('right')];
  if (left === null || right === null) return <NothingChosen />;
  return <Compared key={`${left} ${right}`} left={left} right={right} />;
}

function NothingChosen() {
  return (
    <Page title="Compare two runs" trail={<Trail href={screens.runs}>Runs</Trail>}>
      <div className="panel">
        <EmptyState
          Icon={GitCompareArrows}
          title="No two runs are chosen."
          actions={<ButtonLink href={screens.runs}>Runs</ButtonLink>}
        >
          Select two runs of one workflow in the list, or choose Compare with … on the page of a run.
        </EmptyState>
      </div>
    </Page>
  );
}

function Compared({ left, right }: { left: string; right: string }) {
  const { change } = useUrl();
  const answer = useReading({ query: CompareRunsDocument, variables: { left, right, first: shownStepsMax } });
  const name = answer.data?.compareRuns.right.workflow.name;
  return (
    <Page
      isFilled
      title={name === undefined ? 'Compare two runs' : `Two runs of ${name}`}
      trail={<Trail href={screens.runs}>Runs</Trail>}
      actions={
        <Button isSmall Icon={ArrowLeftRight} onClick={() => change({ left: right, right: left })}>
          Swap sides
        </Button>
      }
    >
      <Reading answer={answer} rows={12}>
        {({ compareRuns }) => <Sides comparison={compareRuns} />}
      </Reading>
    </Page>
  );
}

function Sides({ comparison }: { comparison: Comparison }) {
  const [view] = useUrlChoice('tab', views);
  const [opened, setOpened] = useState<string>();
  const { left, right, given, variables, steps } = comparison;
  const isOfTwoVersions = left.version.number !== right.version.number;
  return (
    <>
      <div className="grid shrink-0 grid-cols-2 gap-3">
        <Side word="Left" run={left} />
        <Side word="Right" run={right} />
      </div>
      <Tabs
        label="What is compared"
        value={view}
        tabs={[
          { value: 'steps', word: 'Steps', mark: <Count value={steps.length} /> },
          { value: 'variables', word: 'Variables', mark: <Count value={variables.length} /> },
          { value: 'given', word: 'Start parameters', mark: <Count value={given.length} /> },
          ...(isOfTwoVersions ? [{ value: 'version' as const, word: 'Definition' }] : []),
        ]}
      />
      <div className="-mt-3 flex min-h-72 flex-1 items-stretch gap-3 pt-3">
        <div className="flex min-w-0 flex-1 flex-col">
          {view === 'steps' && <CompareSteps comparison={comparison} opened={opened} onOpen={setOpened} />}
          {view === 'variables' && (
            <CompareValues label="Variables" changes={variables} same="Both runs have the same variables now." />
          )}
          {view === 'given' && (
            <CompareValues label="Start parameters" changes={given} same="Both runs were started with the same." />
          )}
          {view === 'version' && <CompareVersions left={left.id} right={right.id} />}
        </div>
        {view === 'steps' && opened !== undefined && (
          <StepResults comparison={comparison} stepKey={opened} onClose={() => setOpened(undefined)} />
        )}
      </div>
    </>
  );
}

function Count({ value }: { value: number }) {
  return <span className="figures text-small text-quiet">{value.toLocaleString('en')}</span>;
}

function Side({ word, run }: { word: string; run: Comparison['left'] }) {
  return (
    <section aria-label={`${word} run`} className="panel flex flex-wrap items-center gap-x-5 gap-y-1 px-3 py-2">
      <span className="w-10 text-small text-quiet">{word}</span>
      <Link className="link identifier" href={runPath(run.id)}>
        {shortId(run.id)}
      </Link>
      <StateMark look={runLooks[run.state]} />
      <span className="text-lead font-semibold">
        <Duration from={run.startedAt} to={run.finishedAt} />
      </span>
      <span>version {run.version.number}</span>
      <span className="text-quiet">
        <Moment at={run.startedAt} style="both" /> by {run.schedule?.name ?? sayActor(run.starter)}
      </span>
      {run.failedStep !== null && <span className="text-failed">failed at {run.failedStep}</span>}
    </section>
  );
}
