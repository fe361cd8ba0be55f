import { Link } from '#components/address/link.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { jobPath, runPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { jobLooks, runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { FailureDetails } from './failure-page.tsx';

type Example = FailureDetails['examples'][number];

/** The newest times that it was seen, each with its job or run and what it said. */
export function ExamplesPanel({ examples }: { examples: readonly Example[] }) {
  return (
    <Panel title="Latest examples">
      <TableFrame label="Latest examples">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Job or run</th>
            <th scope="col">Now</th>
            <th scope="col">What it said</th>
          </tr>
        </thead>
        <tbody>
          {examples.map((example) => (
            <tr key={`${example.at} ${example.job?.id ?? example.run?.id}`}>
              <td>
                <Moment at={example.at} style="absolute" />
              </td>
              <td className="whitespace-nowrap">
                <Subject example={example} />
              </td>
              <td>
                <Now example={example} />
              </td>
              <td className="w-1/2 min-w-48 max-w-96 truncate py-1.5 text-quiet">
                {example.job?.error?.message ?? '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </Panel>
  );
}

function Subject({ example: { job, run } }: { example: Example }) {
  if (job === null && run === null) return <span className="text-quiet">gone</span>;
  return (
    <span className="flex items-center gap-3">
      {job !== null && (
        <Link className="link identifier" href={jobPath(job.id)}>
          job {shortId(job.id)}
        </Link>
      )}
      {run !== null && (
        <Link className="link identifier" href={runPath(run.id)}>
          run {shortId(run.id)}
        </Link>
      )}
    </span>
  );
}

// What became of it since: somebody may have run it again.
function Now({ example: { job, run } }: { example: Example }) {
  if (job !== null) return <StateMark look={jobLooks[job.state]} />;
  return run === null ? null : <StateMark look={runLooks[run.state]} />;
}
