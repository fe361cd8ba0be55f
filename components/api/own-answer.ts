/** Which of what a query told belongs to what is asked now: the rules behind `useReading`. */

/** What came back last: while something else is asked, still the answer to what was asked before. */
export type Told<Data, Failure> = {
  data?: Data | null | undefined;
  error?: Failure | undefined;
  /** When `data` was read, by the reader's clock. */
  atMs?: number | undefined;
  /** What was asked for `data` or `error`; undefined until something came back. */
  key?: string | undefined;
};

export type OwnAnswer<Data, Failure> = { data: Data | undefined; error: Failure | undefined; isBehind: boolean };

/**
 * The answer to the question of this key. What was told of another one is nothing, or a button would act on what is
 * shown no more; `keepsShown` lets it stay, marked as behind, where nobody acts on it and emptiness would flicker.
 */
export function ownAnswer<Data, Failure>(
  told: Told<Data, Failure>,
  { key, keepsShown }: { key: string; keepsShown: boolean },
): OwnAnswer<Data, Failure> {
  const isOwn = told.key === undefined || told.key === key;
  if (!isOwn && !keepsShown) return { data: undefined, error: undefined, isBehind: false };
  // An answer of nothing but errors has null here, whatever the type says.
  const data = told.data ?? undefined;
  return { data, error: isOwn ? told.error : undefined, isBehind: !isOwn && data !== undefined };
}

/** What is known once an answer came back: one that failed takes nothing away that was told of the same. */
export function withAnswer<Data, Failure>(
  now: Told<Data, Failure>,
  answer: Told<Data, Failure> & { key: string },
): Told<Data, Failure> {
  const isLost = answer.error !== undefined && (answer.data ?? undefined) === undefined;
  if (!isLost || now.key !== answer.key) return answer;
  return { ...answer, data: now.data, ...(now.atMs !== undefined && { atMs: now.atMs }) };
}
