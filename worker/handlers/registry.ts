/** Which handler carries out a task: picked by the kind of its handler block. */
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { echo, fail, noop, sleep } from './builtin.ts';
import { failed, type Handler } from './handler.ts';
import { httpHandler } from './http.ts';
import type { Outbound } from './outbound.ts';
import { pluginHandler } from './plugin.ts';

const builtins = new Map<unknown, Handler>([
  ['noop', noop],
  ['echo', echo],
  ['sleep', sleep],
  ['fail', fail],
]);

const unknown: Handler = (input) =>
  failed({
    type: 'UNKNOWN_HANDLER',
    message: `this worker knows no handler ${wordsFor(input.handler)}`,
    retryable: false,
  });

/** Gives back `handlerFor(block)`. It makes nothing per job: handlers hold no state of their own. */
export function openHandlers(outbound: Outbound): (block: JsonObject) => Handler {
  const http = httpHandler(outbound);
  const plugin = pluginHandler(outbound);
  return (block) => {
    if (isJsonObject(block.builtin)) return builtins.get(block.builtin.name) ?? unknown;
    if (isJsonObject(block.http)) return http;
    if (isJsonObject(block.plugin)) return plugin;
    return unknown;
  };
}

function wordsFor(block: JsonObject): string {
  const { builtin } = block;
  return isJsonObject(builtin) ? `builtin "${String(builtin.name)}"` : `of the kind "${Object.keys(block).join(', ')}"`;
}
