/** What one may begin a workflow with, by name. The definitions themselves come when one is looked at. */

/** `features` name what it shows, for somebody who looks for that. */
export type TemplateWords = { key: string; title: string; meaning: string; features: readonly string[] };

/** In the order in which one would learn. */
export const templateList: readonly TemplateWords[] = [
  { key: 'hello', title: 'Hello', meaning: 'Two steps, one variable.', features: ['variables'] },
  {
    key: 'fan-out',
    title: 'Fan-out, fan-in',
    meaning: 'Parts side by side, at most two at once, and a step that waits for all.',
    features: ['join', 'limits'],
  },
  {
    key: 'clean-up',
    title: 'Clean-up after failure',
    meaning: 'A retry, a branch for failure, and a run that succeeds all the same.',
    features: ['retry', 'on failure'],
  },
  {
    key: 'nightly-etl',
    title: 'Nightly ETL',
    meaning: 'A required variable, an output, a condition, a time limit; ready for a schedule.',
    features: ['condition', 'output'],
  },
  {
    key: 'code-review',
    title: 'Code review',
    meaning: 'Deploys only when enough is covered; what fails opens a ticket.',
    features: ['condition', 'join'],
  },
  {
    key: 'release',
    title: 'Approved release',
    meaning: 'A person decides, by a form and within a day.',
    features: ['approval'],
  },
  {
    key: 'shards',
    title: 'For every item',
    meaning: 'The same for each item of a list, two at once; some may fail.',
    features: ['foreach'],
  },
  {
    key: 'poll',
    title: 'Poll until ready',
    meaning: 'Asks again until the answer is right, a while between.',
    features: ['while'],
  },
  {
    key: 'saga',
    title: 'Book a trip',
    meaning: 'What was booked is given back when the rest cannot be had.',
    features: ['compensate', 'finally'],
  },
  {
    key: 'nightly-report',
    title: 'Nightly report',
    meaning: 'Waits for a signal, at most two hours, and reports in any case.',
    features: ['signal', 'in any case'],
  },
];
