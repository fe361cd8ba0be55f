/** Calls of the API as lines for a shell. */

type Call = { origin: string; document: string; input: Record<string, unknown> };
type EnqueuedJob = {
  task: { name: string };
  queue: { name: string };
  priority: number;
  params: unknown;
  labels: unknown;
  correlationId: string | null;
};

const enqueue =
  'mutation Enqueue($input: EnqueueJobInput!) { enqueueJob(input: $input) { job { id state } userErrors { code message } } }';
const register =
  'mutation Register($input: RegisterTaskInput!) { registerTask(input: $input) { task { name version } userErrors { code message } } }';

/** One call as a cURL command. The token is named and never written out. */
export function curlOf({ origin, document, input }: Call): string {
  const body = JSON.stringify({ query: document, variables: { input } });
  return [
    `curl ${quoted(`${origin}/graphql`)}`,
    `  -H "authorization: Bearer $TASKFLOW_TOKEN"`,
    `  -H 'content-type: application/json'`,
    `  -d ${quoted(body)}`,
  ].join(' \\\n');
}

/** The command that enqueues a job like this one. */
export function enqueueAgain(job: EnqueuedJob, origin: string): string {
  const { task, queue, priority, params, labels, correlationId } = job;
  const isLabelled = typeof labels === 'object' && labels !== null && Object.keys(labels).length > 0;
  const input = {
    task: task.name,
    ...(params === null ? {} : { params }),
    queue: queue.name,
    priority,
    ...(isLabelled ? { labels } : {}),
    ...(correlationId === null ? {} : { correlationId }),
  };
  return curlOf({ origin, document: enqueue, input });
}

/** The two commands with which a tenant begins: a task, and a job of it. */
export function firstJob(origin: string): { register: string; enqueue: string } {
  const task = { name: 'hello', handler: { builtin: { name: 'echo' } } };
  return {
    register: curlOf({ origin, document: register, input: task }),
    enqueue: curlOf({ origin, document: enqueue, input: { task: 'hello', params: { greeting: 'hello' } } }),
  };
}

// Within single quotes a shell reads everything as it stands, except a single quote.
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
