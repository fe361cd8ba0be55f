/** Logs: the lines that attempts wrote, by pages, by searches, and as text. */
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import type { LogScope } from '#engine/log/log-scope.ts';
import { printLog } from '#engine/log/print-log.ts';
import { readLog } from '#engine/log/read-log.ts';
import { searchLog } from '#engine/log/search-log.ts';
import type {
  AttemptResolvers,
  JobResolvers,
  LogLineConnectionResolvers,
  LogLineResolvers,
  QueryResolvers,
  RunResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const pageArguments = /* GraphQL */ `
      "The least level: quieter lines are left out, and do not count."
      level: LogLevel = DEBUG
      "How many at most, from the beginning or after a cursor: 1 to ${pageBounds.pageSizeMax}."
      first: Int
      "Lines after the one of this cursor."
      after: Cursor
      "How many at most, from the end or before a cursor: 1 to ${pageBounds.pageSizeMax}."
      last: Int
      "Lines before the one of this cursor."
      before: Cursor
      "Begins with the line of this index, counted from 0."
      from: Int`;
const scopeArguments = /* GraphQL */ `
      "Of this job, all attempts together."
      job: ID
      "With job: of the attempt with this fence only."
      fence: Int
      "Of this run, all steps together. Either job or run."
      run: ID
      "With run: of the step of this id in the definition only."
      step: String`;

export const logTypes = /* GraphQL */ `
  "How loud a line is, from the quietest to the loudest."
  enum LogLevel {
    "For whoever looks into the handler itself."
    DEBUG
    "What is done."
    INFO
    "Odd, and gone on with."
    WARN
    "Why it failed."
    ERROR
  }

  "Whose words a line has."
  enum LogSource {
    "What the handler wrote."
    HANDLER
    "What the engine says of the attempt: claimed, failed, tried again, lines left out."
    ENGINE
  }

  "How a log is printed."
  enum LogFormat {
    "Time, level, step and message of each line."
    TEXT
    "A JSON object for each line."
    NDJSON
  }

  "A line that an attempt wrote. Known secrets, and what looks like one, were masked before it was stored."
  type LogLine {
    "Its place, to read on from."
    cursor: Cursor!
    "Its place among the lines of the level that was asked for, counted from 0."
    index: Int!
    "Its place among all lines of what was asked for, counted from 1."
    place: Int!
    "Its number within its attempt, counted from 1 without a gap."
    number: Int!
    "When it was written, by the database's clock."
    at: DateTime!
    "How loud it is."
    level: LogLevel!
    "Whose words it has."
    source: LogSource!
    "What it says. It may hold several lines, and escape codes for colours; never take it for HTML."
    message: String!
    "Values beside the message."
    fields: JSON
    "The id of its job."
    job: ID!
    "The number of its attempt, as in Attempt."
    attempt: Int!
    "The fence of its attempt, as in Attempt."
    fence: Int!
    "The id of its step in the definition; null outside runs."
    stepKey: String
  }

  "How many lines there are, in all and at each level."
  type LogTotals {
    "All lines."
    lines: Int!
    "At DEBUG."
    debug: Int!
    "At INFO."
    info: Int!
    "At WARN."
    warn: Int!
    "At ERROR."
    error: Int!
  }

  "A page of lines."
  type LogLineConnection {
    "The lines of this page, in their order."
    nodes: [LogLine!]!
    "The lines of this page, each with its cursor."
    edges: [LogLineEdge!]!
    "Where this page lies in the log."
    pageInfo: PageInfo!
    "How many lines there are of the level that was asked for."
    totalCount: Int!
    "How many lines there are, whatever was asked for."
    totals: LogTotals!
    "Where to follow on from with jobLog or runLog: nothing is missed, and what was written at this very moment may come again."
    liveCursor: Cursor!
  }

  "One of the lines in a page."
  type LogLineEdge {
    "Its position in the log."
    cursor: Cursor!
    "The line itself."
    node: LogLine!
  }

  "What a part of a log holds of a text."
  type LogFindings {
    "The lines that hold it, in their order."
    lines: [LogLine!]!
    "Where to search on."
    cursor: Cursor!
    "True when the log was looked through to its end; until then there may be more, also after a page without a line."
    isOver: Boolean!
    "How many lines were looked through for this page."
    lookedThrough: Int!
  }

  "A part of a log as text."
  type LogText {
    "Whole lines, each with a line break at its end."
    text: String!
    "Where to go on."
    cursor: Cursor!
    "True when this was the last part."
    isOver: Boolean!
  }

  extend type Job {
    "What its attempts wrote, the first line first."
    log(${pageArguments}
    ): LogLineConnection!
  }

  extend type Attempt {
    "The number of its claim, which grows with every claim of the job: two attempts may have the same number when one was given back, never the same fence."
    fence: Int!
    "What it wrote, the first line first."
    log(${pageArguments}
    ): LogLineConnection!
  }

  extend type Run {
    "What its steps wrote. The lines of an attempt are in order; those of steps side by side lie together as they were stored, some at a time."
    log(${pageArguments}
    ): LogLineConnection!
  }

  extend type Query {
    "A page of a log, from either end, on from a line, or by its place: first, after and from, or last and before. Of a job or run that this tenant has not, it is empty."
    logLines(${scopeArguments}${pageArguments}
    ): LogLineConnection!
    "The lines that hold a text in their message or fields, whatever its case and colours. A page looks through so many lines and no further: ask on from its cursor until it is over."
    searchLog(${scopeArguments}
      "What to look for, 1 to 200 characters."
      text: String!
      "The least level."
      level: LogLevel = DEBUG
      "How many lines at most, 1 to ${pageBounds.pageSizeMax}."
      first: Int = 50
      "Searches on from here."
      after: Cursor
    ): LogFindings!
    "A log to take away, some megabytes at a time: ask on from its cursor until it is over."
    logText(${scopeArguments}
      "How it is printed."
      format: LogFormat! = TEXT
      "The least level."
      level: LogLevel = DEBUG
      "Only lines that hold this text."
      text: String
      "Goes on from here."
      after: Cursor
    ): LogText!
  }
`;

const LogLine: LogLineResolvers = {
  fields: ({ fields }) => fieldsOf(fields),
  job: ({ jobId }) => publicId('job', jobId),
};

const LogLineConnection: LogLineConnectionResolvers = {
  edges: ({ nodes }) => nodes.map((node) => ({ cursor: node.cursor, node })),
  pageInfo: ({ hasNextPage, hasPreviousPage, startCursor, endCursor }) => ({
    hasNextPage,
    hasPreviousPage,
    startCursor,
    endCursor,
  }),
};

const Job: JobResolvers = {
  log: async (job, args, { engine }) => orThrow(await readLog(engine, { kind: 'job', jobId: job.id }, args)),
};

const Attempt: AttemptResolvers = {
  log: async ({ jobId, fence }, args, { engine }) =>
    orThrow(await readLog(engine, { kind: 'job', jobId, fence }, args)),
};

const Run: RunResolvers = {
  log: async (run, args, { engine }) => orThrow(await readLog(engine, { kind: 'run', runId: run.id }, args)),
};

const Query: QueryResolvers = {
  logLines: async (_, args, { engine }) => orThrow(await readLog(engine, orThrow(scopeOf(args)), args)),
  searchLog: async (_, args, { engine }) => orThrow(await searchLog(engine, orThrow(scopeOf(args)), args)),
  logText: async (_, args, { engine }) => orThrow(await printLog(engine, orThrow(scopeOf(args)), args)),
};

export const logResolvers = { LogLine, LogLineConnection, Job, Attempt, Run, Query };

type ScopeArguments = {
  job?: string | null | undefined;
  fence?: number | null | undefined;
  run?: string | null | undefined;
  step?: string | null | undefined;
};

/** Whose log is asked for; refused when it is nobody's, or of two. */
export function scopeOf({ job, fence, run, step }: ScopeArguments): Outcome<LogScope> {
  const isGiven = (value: unknown) => value !== undefined && value !== null;
  if (isGiven(job) === isGiven(run))
    return refuse('BAD_INPUT', 'a log is that of a job or of a run: name one', [isGiven(job) ? 'run' : 'job']);
  if (isGiven(job) && isGiven(step)) return refuse('BAD_INPUT', 'step goes with a run', ['step']);
  if (isGiven(run) && isGiven(fence)) return refuse('BAD_INPUT', 'fence goes with a job', ['fence']);
  if (typeof job === 'string') return done({ kind: 'job', jobId: bareId('job', job), fence: fence ?? undefined });
  return done({ kind: 'run', runId: bareId('run', run ?? ''), step: step ?? undefined });
}

// Stored as JSON by the worker; a text that is none would otherwise take its page with it.
function fieldsOf(text: string | null): Json {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return text;
    throw fault;
  }
}
