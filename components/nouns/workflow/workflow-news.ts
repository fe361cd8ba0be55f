/** The events after which what is shown of a workflow is read again. */
export const workflowNews = [
  'workflow.published',
  'draft.begun',
  'draft.ended',
  'run.started',
  'run.succeeded',
  'run.failed',
  'run.cancelled',
  'run.paused',
  'run.resumed',
] as const;

/** The bars of the last runs may be this old: a busy tenant starts many runs a second. */
export const newsGapMs = 2_000;
