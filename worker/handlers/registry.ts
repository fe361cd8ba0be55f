/** Which handler carries out a task: one for each kind that the domain knows, made once for each version of a task. */
import { type HandlerBlocks, type HandlerKind, type KnownHandler, readHandler } from '#domain/task/handler.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { builtins } from './builtin.ts';
import { badParams, failed, type Handler } from './handler.ts';
import { httpHandler } from './http.ts';
import type { Outbound } from './outbound.ts';
import { pluginHandler } from './plugin.ts';

type Makers = { [Kind in HandlerKind]: (block: HandlerBlocks[Kind]) => Handler };

/** Gives back `handlerFor(stored)`; a block that makes no sense gets a handler that says so. */
export function openHandlers(outbound: Outbound): (stored: JsonObject) => Handler {
  const makers: Makers = {
    builtin: ({ name, options }) => builtins[name](options),
    http: (block) => httpHandler(outbound, block),
    plugin: (block) => pluginHandler(outbound, block),
  };
  const make = <Kind extends HandlerKind>({ kind, block }: KnownHandler<Kind>) => makers[kind](block);
  return (stored) => {
    const read = readHandler(stored);
    if (read.ok) return make(read.value);
    const [refusal] = read.refusals;
    return refusal?.code === 'BAD_INPUT' ? () => badParams(refusal.message) : () => unknown(stored);
  };
}

function unknown(stored: JsonObject) {
  const message = `this worker knows no handler ${wordsFor(stored)}`;
  return failed({ type: 'UNKNOWN_HANDLER', message, retryable: false });
}

function wordsFor(block: JsonObject): string {
  const { builtin } = block;
  return isJsonObject(builtin) ? `builtin "${String(builtin.name)}"` : `of the kind "${Object.keys(block).join(', ')}"`;
}
