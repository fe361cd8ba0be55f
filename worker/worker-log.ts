/** Where a worker says what happened, as facts with ids. */
export type WorkerLog = {
  warn(fact: string, fields: Record<string, unknown>): void;
  error(fact: string, fields: Record<string, unknown>): void;
};
