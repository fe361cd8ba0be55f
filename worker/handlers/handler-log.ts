/** The log of an attempt as its handler sees it. Writing is cheap and never waits: what becomes of a line is decided later. */
import type { JsonObject } from '#domain/value/json.ts';

type Write = (message: string, fields?: JsonObject) => void;

export type HandlerLog = {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  /** Values that no line may show, wherever they stand in it; known for all lines that are not stored yet. */
  hide(secrets: readonly string[]): void;
};
