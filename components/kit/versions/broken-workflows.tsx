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
            <Sentences problems={problems} />
          </li>
        ))}
      </ul>
      {leftOut > 0 && <p className="text-small text-quiet">{sayCount(leftOut, 'more workflow')} not looked at</p>}
    </section>
  );
}

// What one step does wrong twice in the same way is said once.
function Sentences({ problems }: Pick<Broken, 'problems'>) {
  const said = new Set(problems.map(({ message, stepId }) => (stepId === null ? message : `${stepId}: ${message}`)));
  return (
    <>
      {[...said].slice(0, problemsShown).map((sentence) => (
        <p key={sentence} className="break-words text-small">
          {sentence}
        </p>
      ))}
      {said.size > problemsShown && (
        <p className="text-small text-quiet">and {sayCount(said.size - problemsShown, 'more problem')}</p>
      )}
    </>
  );
}

// The others are seen in the workflow.
const problemsShown = 3;
