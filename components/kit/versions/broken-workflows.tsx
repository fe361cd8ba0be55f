import { Link } from '#components/address/link.tsx';
import { workflowPath } from '#components/kit/words/paths.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { sayCount } from '#domain/value/say-count.ts';

type Broken = {
  workflow: { id: string; name: string };
  version: number;
  problems: readonly { message: string; stepId: string | null }[];
};

type Parts = {
  /** What is wrong with them, after their number. */
  sentence: { one: string; several: string };
  breaks: readonly Broken[];
  /** How many more there are that were not looked at. */
  leftOut: number;
};

/** The workflows that a new version of something breaks, with what of them would be refused. */
export function BrokenWorkflows({ sentence, breaks, leftOut }: Parts) {
  if (breaks.length === 0) return null;
  return (
    <section aria-label="What it breaks" className="flex flex-col gap-2">
      <p className="inline-flex items-center gap-1.5 text-warning">
        <Glyph name="mark" />
        {breaks.length === 1 ? `A workflow ${sentence.one}` : `${breaks.length} workflows ${sentence.several}`}
      </p>
      <ul className="flex flex-col gap-2">
        {breaks.map(({ workflow, version, problems }) => (
          <li key={workflow.id} className="min-w-0">
            <Link href={workflowPath(workflow)} className="link font-medium">
              {workflow.name}
            </Link>{' '}
            <span className="text-quiet">version {version}</span>
            {problems.slice(0, problemsShown).map(({ message, stepId }) => (
              <p key={`${stepId} ${message}`} className="break-words text-small">
                {stepId === null ? '' : `${stepId}: `}
                {message}
              </p>
            ))}
            {problems.length > problemsShown && (
              <p className="text-small text-quiet">and {sayCount(problems.length - problemsShown, 'more problem')}</p>
            )}
          </li>
        ))}
      </ul>
      {leftOut > 0 && <p className="text-small text-quiet">{sayCount(leftOut, 'more workflow')} not looked at</p>}
    </section>
  );
}

// The others are seen in the workflow.
const problemsShown = 3;
