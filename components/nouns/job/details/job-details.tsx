'use client';

import { useState } from 'react';
import { Panel } from '#components/kit/page/page.tsx';
import { AttemptParams } from '#components/nouns/job/attempts/attempt-params.tsx';
import { AttemptsTable } from '#components/nouns/job/attempts/attempts-table.tsx';
import { LogPanel } from '#components/nouns/job/log/log-panel.tsx';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { WhyPanel } from '#components/nouns/job/why/why-panel.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { JobFacts } from './job-facts.tsx';
import { JsonView } from './json-view.tsx';
import { TransitionsTable } from './transitions-table.tsx';

/** Everything about a job, as panels: why first, then what happened, beside what it is. */
export function JobDetailsPanels({ job }: { job: JobDetails }) {
  return (
    <>
      <div className="panel border-b-0">
        <WhyPanel job={job} isHead />
      </div>
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          {typeof job.error?.stack === 'string' && <ErrorPanel error={job.error} />}
          <LogPanel job={job} />
          <Panel title="Attempts">
            <AttemptsTable job={job} />
            {job.attempts.length > 1 && <AttemptParams id={job.id} />}
          </Panel>
          <Transitions job={job} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <Panel title="Facts">
            <JobFacts job={job} />
          </Panel>
          <div className="panel">
            <JsonView title="Params" value={job.params} />
            <JsonView title="Result" value={job.result} />
          </div>
        </div>
      </div>
    </>
  );
}

function Transitions({ job }: { job: JobDetails }) {
  const [isRaw, setIsRaw] = useState(false);
  return (
    <Panel
      title="Transitions"
      aside={
        <Button isSmall kind="quiet" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)}>
          {isRaw ? 'Hide the log’s own words' : 'Show the log’s own words'}
        </Button>
      }
    >
      <TransitionsTable job={job} isRaw={isRaw} />
    </Panel>
  );
}
