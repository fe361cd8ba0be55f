/** What every story starts with: the real product, a person of a tenant of their own, and verbs for what they do. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import type { Person, PersonWish, ProductAnswer, ProductRequest } from '#testing/product.ts';

export { expect };

type RunningProduct = {
  url: string;
  adminToken: string;
  /** Where its mail goes; nobody listens there unless a story does. */
  mailPort: number;
  /** The one port of this machine that handlers may call; nobody listens there unless a story does. */
  partnerPort: number;
  newPerson: (known?: Person) => Promise<Person>;
  /** A new person in the tenant of one who is there already. */
  newColleague: (colleague: Person, role: PersonWish['role']) => Promise<Person>;
  /** Moves the product's clock on to the next such time of day, UTC; hands back by how many milliseconds it is ahead. */
  moveClock: (timeOfDay: string) => Promise<number>;
  /** Takes a person out of their tenant. They stay signed in. */
  removeMember: (person: Person) => Promise<void>;
  /** Does something while no worker is there; afterwards there is one again. */
  withoutWorker: (act: () => Promise<void>) => Promise<void>;
  /** Calls the API in the tenant of a person. */
  callAs: (person: Person) => Call;
};
/** Calls the API as the platform's admin, inside the person's tenant. */
export type Call = (document: string, input: Record<string, unknown>) => Promise<unknown>;

const script = join(import.meta.dirname, '../testing/product.ts');
const startMsMax = 120_000;

/** The runner's test with a product for each of its processes and a new person for each story. */
export const test = base.extend<
  { person: Person; call: Call },
  { settings: Record<string, string>; product: RunningProduct }
>({
  /** What the product is told beside the usual, for the stories of a file. */
  settings: [{}, { scope: 'worker', option: true }],
  product: [
    async ({ settings }, use) => {
      const child = fork(script, { env: { ...process.env, ...settings } });
      const ready = await answerOf(child, 'ready');
      const personBy = async (wish: PersonWish) => {
        const answer = answerOf(child, 'person');
        ask(child, { kind: 'person', ...wish });
        return (await answer).person;
      };
      const workerIs = async (isThere: boolean) => {
        const answer = answerOf(child, 'worker');
        ask(child, { kind: 'worker', isThere });
        await answer;
      };
      const { url, adminToken, mailPort, partnerPort } = ready;
      await use({
        url,
        adminToken,
        mailPort,
        partnerPort,
        callAs: (person) => (document, input) => callApi({ url, adminToken }, { person, document, input }),
        newPerson: (known) => personBy({ role: 'ADMIN', known }),
        moveClock: async (timeOfDay) => {
          const answer = answerOf(child, 'clock');
          ask(child, { kind: 'clock', timeOfDay });
          return (await answer).aheadMs;
        },
        newColleague: (colleague, role) => personBy({ role, colleague }),
        withoutWorker: async (act) => {
          await workerIs(false);
          try {
            await act();
          } finally {
            await workerIs(true);
          }
        },
        removeMember: async (person) => {
          const answer = answerOf(child, 'removal');
          ask(child, { kind: 'removal', person });
          await answer;
        },
      });
      const exit = once(child, 'exit');
      ask(child, { kind: 'stop' });
      await exit;
    },
    { scope: 'worker', timeout: startMsMax },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  person: async ({ product }, use) => use(await product.newPerson()),
  call: async ({ product, person }, use) => use(product.callAs(person)),
});

/** The address of a path in the person's tenant. */
export function addressIn({ tenant }: Person, path: string): string {
  return `/t/${tenant}${path === '/' ? '' : path}`;
}

/** Opens a path of their tenant as a person whose browser has been signed in before, and waits until it is live. */
export async function signIn(page: Page, { person, path = '/' }: { person: Person; path?: string }): Promise<void> {
  await page.context().addCookies([person.session]);
  await page.goto(addressIn(person, path));
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
}

/** Registers a task that a builtin handler carries out. */
export async function registerTask(
  call: Call,
  task: { name: string; handler: string; options?: Record<string, unknown>; retry?: Record<string, unknown> },
): Promise<void> {
  const { name, handler, options, retry } = task;
  const document =
    'mutation Register($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { message } } }';
  await call(document, { name, handler: { builtin: { name: handler, options } }, ...(retry && { retry }) });
}

/** Enqueues one job of a task, with a delay for example; gives its id. */
export async function enqueueJob(call: Call, task: string, more: Record<string, unknown> = {}): Promise<string> {
  const document =
    'mutation Enqueue($input: EnqueueJobInput!) { enqueueJob(input: $input) { job { id } userErrors { message } } }';
  return idOf(await call(document, { task, params: { order: 7 }, ...more }), 'job');
}

/** Cancels a job, as somebody else would. */
export async function cancelJob(call: Call, id: string): Promise<void> {
  await call('mutation Cancel($input: CancelJobInput!) { cancelJob(input: $input) { userErrors { message } } }', {
    id,
  });
}

/** Publishes a workflow. */
export async function publishWorkflow(call: Call, definition: Record<string, unknown>): Promise<void> {
  const document =
    'mutation Publish($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { message } } }';
  await call(document, { definition });
}

/** Creates a schedule; gives its id. */
export async function createSchedule(call: Call, schedule: Record<string, unknown>): Promise<string> {
  const document =
    'mutation Schedule($input: CreateScheduleInput!) { createSchedule(input: $input) { schedule { id } userErrors { message } } }';
  return idOf(await call(document, schedule), 'schedule');
}

/** Starts a run of a workflow; gives its id. */
export async function startRun(call: Call, workflow: string): Promise<string> {
  const document =
    'mutation Start($input: StartRunInput!) { startRun(input: $input) { run { id } userErrors { message } } }';
  return idOf(await call(document, { workflow }), 'run');
}

/** The id of what a mutation made. */
export function idOf(payload: unknown, noun: string): string {
  const made: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, noun) : undefined;
  const id: unknown = typeof made === 'object' && made !== null ? Reflect.get(made, 'id') : undefined;
  if (typeof id === 'string') return id;
  throw new Error(`no ${noun} was made: ${JSON.stringify(payload)}`);
}

type Asked = { person: Person; document: string; input: Record<string, unknown> };

async function callApi(
  product: Pick<RunningProduct, 'url' | 'adminToken'>,
  { person, document, input }: Asked,
): Promise<unknown> {
  const answer = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${product.adminToken}`,
      'taskflow-tenant': person.tenant,
    },
    body: JSON.stringify({ query: document, variables: { input } }),
  });
  const text = await answer.text();
  const body: { data?: Record<string, { userErrors?: { message: string }[] }> | null } = JSON.parse(text);
  const payload = Object.values(body.data ?? {})[0];
  // A question has nothing to refuse.
  if (payload === undefined || (payload.userErrors ?? []).length > 0) throw new Error(`the API answered ${text}`);
  return payload;
}

function ask(child: ChildProcess, request: ProductRequest): void {
  child.send(request);
}

/** Waits for the next answer of a kind; a product that ends instead is a failure. */
async function answerOf<Kind extends ProductAnswer['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<ProductAnswer, { kind: Kind }>> {
  const { promise, resolve, reject } = Promise.withResolvers<Extract<ProductAnswer, { kind: Kind }>>();
  const listen = (answer: ProductAnswer) => isOf(answer, kind) && resolve(answer);
  const fail = (code: number | null) => reject(new Error(`the product ended with exit code ${code}`));
  child.on('message', listen);
  child.once('exit', fail);
  return await promise.finally(() => {
    child.off('message', listen);
    child.off('exit', fail);
  });
}

function isOf<Kind extends ProductAnswer['kind']>(
  answer: ProductAnswer,
  kind: Kind,
): answer is Extract<ProductAnswer, { kind: Kind }> {
  return answer.kind === kind;
}
