/** Sends a WfFormat instance to a running Taskflow through its public API: task, workflow, run; see import-wfformat.mjs. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { errorCode } from '#scripts/error-code.ts';
import { followRun } from './follow-run.ts';
import { sleepTask, workflowOf } from './wfformat.ts';

type Api = (query: string, variables: JsonObject) => Promise<JsonObject>;
type Ended = { state: string; failedStep: string | null; startedAtMs: number; finishedAtMs: number };

const registering = `mutation ($input: RegisterTaskInput!) {
  answer: registerTask(input: $input) { task { id } userErrors { code message path } }
}`;
const publishing = `mutation ($input: PublishWorkflowInput!) {
  answer: publishWorkflow(input: $input) { version { number } userErrors { code message path } }
}`;
const starting = `mutation ($input: StartRunInput!) {
  answer: startRun(input: $input) { run { id } userErrors { code message path } }
}`;
const looking = `query ($id: ID!) { answer: run(id: $id) { state failedStep startedAt finishedAt } }`;

const options = {
  url: { type: 'string', default: 'http://localhost:3000' },
  token: { type: 'string', default: process.env.TASKFLOW_TOKEN ?? process.env.TASKFLOW_ADMIN_TOKEN ?? '' },
  tenant: { type: 'string' },
  scale: { type: 'string', default: '0.01' },
  name: { type: 'string' },
  'no-start': { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
} as const;
const { values, positionals } = readWords();

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const [file] = positionals;
  if (file === undefined) throw new Error('name the file of a WfFormat instance');
  const reading = workflowOf(JSON.parse(await readFile(file, 'utf8')), {
    name: values.name,
    scale: Number(values.scale),
  });
  if (!reading.ok) throw new Error(`${file}: ${reading.message}`);
  const { definition, criticalPathMs, steps } = reading;
  const api = openApi();
  await api(registering, {
    input: {
      name: sleepTask,
      description: 'Sleeps as long as the recorded task ran, scaled.',
      handler: { builtin: { name: 'sleep' } },
      timeout: 'PT24H',
    },
  });
  const published = fieldOf(await api(publishing, { input: { definition } }), 'version');
  console.log(
    `published ${String(definition.name)}, version ${String(published.number)}: ${steps} steps, bound ${criticalPathMs} ms`,
  );
  if (values['no-start']) return;
  const run = fieldOf(await api(starting, { input: { workflow: String(definition.name) } }), 'run');
  console.log(`started ${String(run.id)}\n${values.url}/runs/${String(run.id)}`);
  if (values.watch) report(await watch(api, String(run.id)), criticalPathMs);
}

function readWords() {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    if (!errorCode(error)?.startsWith('ERR_PARSE_ARGS')) throw error;
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

function openApi(): Api {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (values.token !== '') headers.authorization = `Bearer ${values.token}`;
  if (values.tenant !== undefined) headers['taskflow-tenant'] = values.tenant;
  return async (query, variables) => {
    const response = await fetch(`${values.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const body: unknown = await response.json();
    if (!isJsonObject(body)) throw new Error(`${values.url} answered ${response.status} without an object`);
    if (Array.isArray(body.errors)) throw new Error(`${values.url} refused: ${sentencesOf(body.errors)}`);
    const answer = fieldOf(isJsonObject(body.data) ? body.data : {}, 'answer');
    if (Array.isArray(answer.userErrors) && answer.userErrors.length > 0)
      throw new Error(sentencesOf(answer.userErrors));
    return answer;
  };
}

function fieldOf(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (!isJsonObject(value)) throw new Error(`the answer has no ${name}`);
  return value;
}

function sentencesOf(errors: unknown[]): string {
  const sentence = (error: unknown) =>
    isJsonObject(error) ? `${String(error.code ?? '')} ${String(error.message)}`.trim() : String(error);
  return errors.slice(0, 5).map(sentence).join('; ');
}

// By the event subscription, so that whoever watches also sees that nothing is missed.
async function watch(api: Api, id: string): Promise<Ended> {
  const { url, token, tenant } = values;
  const { events, breaks } = await followRun({ url, token, tenant, runId: id });
  console.log(`${events} events, ${breaks.length === 0 ? `numbered 1 to ${events} in order` : breaks.join('; ')}`);
  if (breaks.length > 0) process.exitCode = 1;
  const { state, failedStep, startedAt, finishedAt } = await api(looking, { id });
  const instantMs = (text: unknown) => Date.parse(String(text));
  return {
    state: String(state),
    failedStep: typeof failedStep === 'string' ? failedStep : null,
    startedAtMs: instantMs(startedAt),
    finishedAtMs: instantMs(finishedAt),
  };
}

function report({ state, failedStep, startedAtMs, finishedAtMs }: Ended, boundMs: number): void {
  const makespanMs = finishedAtMs - startedAtMs;
  const ratio = boundMs > 0 ? `, ${(makespanMs / boundMs).toFixed(3)} of the bound` : '';
  console.log(
    `${state}${failedStep === null ? '' : ` at ${failedStep}`}: makespan ${makespanMs} ms, bound ${boundMs} ms${ratio}`,
  );
  if (state !== 'SUCCEEDED') process.exitCode = 1;
}
