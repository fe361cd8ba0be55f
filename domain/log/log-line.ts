/** A line of an attempt's log: when, how loud, what, and with which values. */
import type { JsonObject } from '#domain/value/json.ts';

/** From the quietest to the loudest. */
export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Whose words a line has: the handler's, or the engine's own about the attempt. */
export const logSources = ['HANDLER', 'ENGINE'] as const;
export type LogSource = (typeof logSources)[number];

/** A line as it is kept: masked, cut and storable. Its number within the attempt is its place in its chunk. */
export type KeptLine = {
  /** Since the attempt began. */
  offsetMs: number;
  level: LogLevel;
  source: LogSource;
  message: string;
  /** Its fields as JSON text; null when it has none. */
  fields: string | null;
};

/** A line as a handler wrote it. */
export type WrittenLine = Omit<KeptLine, 'fields'> & { fields: JsonObject | undefined };

/** How loud a level is; every level is at least as loud as those before it. */
export function loudnessOf(level: LogLevel): number {
  return logLevels.indexOf(level);
}

/** The level that a foreign runtime means by a word; INFO when nobody knows. */
export function levelNamed(word: unknown): LogLevel {
  if (typeof word !== 'string') return 'INFO';
  return levelWords[word.toLowerCase()] ?? 'INFO';
}

const levelWords: Readonly<Record<string, LogLevel>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  log: 'INFO',
  notice: 'INFO',
  warn: 'WARN',
  warning: 'WARN',
  error: 'ERROR',
  err: 'ERROR',
  fatal: 'ERROR',
  critical: 'ERROR',
};
