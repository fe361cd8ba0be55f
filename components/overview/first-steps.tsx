import { screens } from '#components/kit/words/paths.ts';
import { ButtonLink } from '#components/ui/form/button.tsx';

const steps = [
  {
    title: 'Register a task and enqueue a job',
    words: 'A task is one unit of work and how it is carried out. The API explorer has examples to run as they are.',
    href: screens.api,
    verb: 'Open the API explorer',
  },
  {
    title: 'Publish a workflow',
    words: 'Steps that depend on each other, with branches for what fails. Begin with a template.',
    href: screens.newWorkflow,
    verb: 'New workflow',
  },
  {
    title: 'Put it on a schedule',
    words: 'By cron or in words, in any time zone, with a preview of what it will fire.',
    href: screens.newSchedule,
    verb: 'New schedule',
  },
];

/** What to do in a tenant that has nothing yet. */
export function FirstSteps() {
  return (
    <section aria-label="First steps" className="panel">
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-lead font-semibold">Nothing is set up yet</h2>
        <p className="text-quiet">Three steps to the first work that runs by itself.</p>
      </header>
      <ol className="grid grid-cols-1 lg:grid-cols-3 lg:divide-x lg:divide-line">
        {steps.map(({ title, words, href, verb }, n) => (
          <li key={href} className="flex flex-col gap-2 p-4">
            <h3 className="flex items-center gap-2 font-semibold">
              <span className="flex size-6 items-center justify-center rounded-full border border-control text-small">
                {n + 1}
              </span>
              {title}
            </h3>
            <p className="flex-1 text-quiet">{words}</p>
            <ButtonLink href={href} isSmall className="self-start">
              {verb}
            </ButtonLink>
          </li>
        ))}
      </ol>
    </section>
  );
}
