/** What is wrong with a query, and where. */
import type { Outcome } from '#domain/refusal.ts';

/** A sentence for a person, and the character it speaks of, counted from 1. */
export type Complaint = { sentence: string; column: number | undefined };

/** The first complaint about a query; undefined when it can be asked. */
export function complaintAbout(outcome: Outcome<unknown>): Complaint | undefined {
  if (outcome.ok) return undefined;
  const sentence = outcome.refusals[0]?.message ?? 'this query cannot be read';
  const column = /\bcharacter (\d+)/.exec(sentence)?.[1];
  return {
    sentence: sentence[0]?.toUpperCase() + sentence.slice(1),
    column: column === undefined ? undefined : Number(column),
  };
}
