/** Requests to begin with. */

export type Example = { key: string; title: string; meaning: string; query: string; variables?: object };

/** In the order in which an integrator would need them. */
export const examples: readonly Example[] = [
  {
    key: 'viewer',
    title: 'Who am I?',
    meaning: 'The caller, the tenant and what may be done in it.',
    query: `query WhoAmI {
  viewer {
    name
    role
    permissions
    tenant {
      slug
      timeZone
    }
  }
}
`,
  },
  {
    key: 'enqueue',
    title: 'Enqueue a job',
    meaning: 'With a key, so that it is safe to send twice.',
    query: `mutation Enqueue($input: EnqueueJobInput!) {
  enqueueJob(input: $input) {
    idempotentReplay
    job {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
`,
    variables: { input: { task: 'rehearse-step', params: { ms: 500 }, idempotencyKey: 'order-7' } },
  },
  {
    key: 'failed',
    title: 'What failed in the last hour?',
    meaning: 'Dead and failed jobs by the words of the query bar, with their errors.',
    query: `query Failed($query: String!) {
  jobs(first: 20, filter: { query: $query }) {
    totalCount
    nodes {
      id
      state
      task {
        name
      }
      attempt
      error {
        type
        message
      }
      finishedAt
    }
  }
}
`,
    variables: { query: 'state:failed,dead finished:>-1h' },
  },
  {
    key: 'why',
    title: 'Why does it not run?',
    meaning: 'Everything that waits, each with its reason.',
    query: `query Waiting {
  jobs(first: 20, filter: { states: [PENDING, SCHEDULED] }) {
    nodes {
      id
      state
      runAt
      reason {
        code
        message
      }
    }
  }
}
`,
  },
  {
    key: 'start',
    title: 'Start a run',
    meaning: 'Of the latest version, with variables.',
    query: `mutation Start($input: StartRunInput!) {
  startRun(input: $input) {
    run {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
`,
    variables: { input: { workflow: 'database-care', variables: { deadRatioMax: 0.5 } } },
  },
  {
    key: 'events',
    title: 'Follow the events',
    meaning: 'Live over WebSocket, until you stop it. A cursor resumes where you were.',
    query: `subscription Follow($filter: EventFilter, $after: Cursor) {
  events(filter: $filter, after: $after) {
    at
    type
    entityId
    from
    to
    reason
    cursor
  }
}
`,
    variables: { filter: { types: ['job.started', 'job.succeeded', 'job.failed'] } },
  },
];
