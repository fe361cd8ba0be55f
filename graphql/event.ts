/** Events: the event log, live. */

export const eventTypes = /* GraphQL */ `
  "One line of the event log, or RESYNC_REQUIRED: the cursor is older than what is kept, so read afresh."
  type Event {
    "Resume after it: everything later follows, at least once."
    cursor: Cursor!
    "1, 2, 3 and so on within a run, without a gap; null outside runs."
    seq: Int
    "Noun and what happened, for example job.started."
    type: String!
    "When, by the database's clock."
    at: DateTime!
    "The tenant's id."
    tenant: ID!
    "The id of what it happened to; null for RESYNC_REQUIRED."
    entityId: ID
    "The state before."
    from: String
    "The state after."
    to: String
    "Why, in a sentence."
    reason: String
    "What else is known, by type of event."
    payload: JSON
  }

  "Which events to get. One passes when its type is listed, if types are given, and it concerns one of the named entities, if any are."
  input EventFilter {
    "Event types, for example job.started."
    types: [String!]
    "Events of these jobs, by id."
    jobs: [ID!]
    "Events of these runs and of their steps, by id."
    runs: [ID!]
    "Events of these schedules, by id."
    schedules: [ID!]
    "Events of these queues, by id or name."
    queues: [String!]
  }

  extend type Subscription {
    "The tenant's events as they happen, or from a cursor on. Ordered per entity, at least once."
    events(
      "Which ones."
      filter: EventFilter
      "Everything later than this cursor; from now on when absent."
      after: Cursor
    ): Event!
    "The events of one run and its steps as they happen, or from a cursor on. Ordered by seq."
    runEvents(
      "The run's id."
      run: ID!
      "Everything later than this cursor; from now on when absent."
      after: Cursor
    ): Event!
  }
`;
