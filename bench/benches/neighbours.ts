/** How long the requests of others wait while one tenant sends what is hard to answer. */

import { atMost, type Bench, type BenchContext, type Result, resultOf } from '#bench/bench.ts';
import { type HostileRequest, hostileRequests, type Operation } from '#bench/hostile-requests.ts';
import { inWorld } from '#bench/world.ts';
import { isJsonObject } from '#domain/json.ts';
import { assert } from '#domain/unreachable.ts';

/** The bench. */
export const bench: Bench = {
  name: 'neighbours',
  describe: 'how long others wait while one tenant sends what is hard to answer',
  run: async (context) =>
    await inWorld(context, async (world) => await measureAll(context, await world.startConsole())),
};

type Door = { url: string; token: string };

async function measureAll(context: BenchContext, door: Door): Promise<Result[]> {
  for (let n = 0; n < 200; n += 1) await ping(door);
  const results: Result[] = [];
  for (const request of hostileRequests()) results.push(await measure(context, door, request));
  return results;
}

async function measure(context: BenchContext, door: Door, request: HostileRequest): Promise<Result> {
  context.note(request.name);
  let answered = false;
  const startedAtMs = performance.now();
  const answers = sendAll(door, [...(request.before ?? []), request.operation]).finally(() => {
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
  await send(door, { query: '{ __typename }', variables: {} });
  return performance.now() - startedAtMs;
}

async function sendAll(door: Door, operations: readonly Operation[]): Promise<{ status: number; text: string }[]> {
  const answers: { status: number; text: string }[] = [];
  for (const operation of operations) answers.push(await send(door, operation));
  return answers;
}

async function send({ url, token }: Door, operation: Operation): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  assert(isJsonObject(JSON.parse(text)), 'every answer is JSON');
  return { status: response.status, text };
}
