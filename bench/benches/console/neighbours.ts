/** How long the requests of others wait while one tenant sends what is hard to answer. */

import { atMost, type Bench, type BenchContext, type Result, resultOf } from '#bench/bench.ts';
import { inWorld } from '#bench/stage/world.ts';
import { type HostileRequest, hostileRequests, type Operation } from '#bench/work/hostile-requests.ts';
import { assert } from '#domain/unreachable.ts';
import { isJsonObject } from '#domain/value/json.ts';

/** The bench. */
export const bench: Bench = {
  name: 'neighbours',
  describe: 'how long others wait while one tenant sends what is hard to answer',
  run: async (context) =>
    await inWorld(context, async (world) => await measureAll(context, await world.startConsole())),
};

const smallest = bodyOf({ query: '{ __typename }', variables: {} });

type Door = { url: string; token: string };

async function measureAll(context: BenchContext, door: Door): Promise<Result[]> {
  for (let n = 0; n < 200; n += 1) await ping(door);
  const results: Result[] = [];
  for (const request of hostileRequests()) results.push(await measure(context, door, request));
  return results;
}

async function measure(context: BenchContext, door: Door, request: HostileRequest): Promise<Result> {
  context.note(request.name);
  // Written beforehand: what this process does about its own large texts is no wait of a neighbour's.
  const bodies = [...(request.before ?? []), request.operation].map(bodyOf);
  let answered = false;
  const startedAtMs = performance.now();
  const answers = sendAll(door, bodies).finally(() => {
    answered = true;
  });
  let longestMs = 0;
  while (!answered) longestMs = Math.max(longestMs, await ping(door));
  const all = await answers;
  for (const { status, text } of all)
    assert(status < 500 && !text.includes('"INTERNAL"'), `${request.name}: ${status} ${text.slice(0, 300)}`);
  const said = all.map(({ status, text }) => `${status} ${text.slice(0, 90).trim()}`).join(' | ');
  return resultOf({
    what: request.name,
    target: atMost(100),
    got: longestMs,
    unit: 'ms',
    detail: `${Math.round(performance.now() - startedAtMs)} ms in all: ${said}`,
  });
}

/** How long the smallest question takes. */
async function ping(door: Door): Promise<number> {
  const startedAtMs = performance.now();
  await send(door, smallest);
  return performance.now() - startedAtMs;
}

function bodyOf(operation: Operation): Buffer<ArrayBuffer> {
  return Buffer.from(JSON.stringify(operation));
}

async function sendAll(
  door: Door,
  bodies: readonly Buffer<ArrayBuffer>[],
): Promise<{ status: number; text: string }[]> {
  const answers: { status: number; text: string }[] = [];
  for (const body of bodies) answers.push(await send(door, body));
  return answers;
}

async function send({ url, token }: Door, body: Buffer<ArrayBuffer>): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  });
  const text = await response.text();
  assert(isJsonObject(JSON.parse(text)), 'every answer is JSON');
  return { status: response.status, text };
}
