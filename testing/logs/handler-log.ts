/** A handler's log that keeps what is written to it. */
import type { JsonObject } from '#domain/value/json.ts';
import type { HandlerLog } from '#worker/handlers/handler-log.ts';

export type WrittenDown = { level: string; message: string; fields: JsonObject | undefined };
export type OpenLog = HandlerLog & { lines: WrittenDown[]; hidden: string[] };

/** Opens one. */
export function openHandlerLog(): OpenLog {
  const lines: WrittenDown[] = [];
  const hidden: string[] = [];
  const at = (level: string) => (message: string, fields?: JsonObject) => void lines.push({ level, message, fields });
  return {
    lines,
    hidden,
    debug: at('DEBUG'),
    info: at('INFO'),
    warn: at('WARN'),
    error: at('ERROR'),
    hide: (secrets) => void hidden.push(...secrets),
  };
}
