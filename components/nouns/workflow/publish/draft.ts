/** What somebody has written and not published yet, as it is kept in this tab until it is. */
import { isJsonObject } from '#domain/value/json.ts';

/** `baseVersion` and `baseText` are what its author started from; 0 and no text for a new workflow. */
export type Draft = { text: string; baseVersion: number; baseText: string };

/** Reads what was kept; undefined when it is nothing of ours. */
export function readDraft(kept: string | null): Draft | undefined {
  const value = parse(kept ?? '');
  if (!isJsonObject(value)) return undefined;
  const { text, baseVersion, baseText } = value;
  if (typeof text !== 'string' || typeof baseVersion !== 'number' || typeof baseText !== 'string') return undefined;
  return { text, baseVersion, baseText };
}

/** The draft after a change; undefined when nothing differs from what is published. */
export function changedDraft(
  draft: Draft | undefined,
  { text, published }: { text: string; published: { number: number; source: string } },
): Draft | undefined {
  const base = draft ?? { baseVersion: published.number, baseText: published.source };
  if (text === published.source) return undefined;
  return { text, baseVersion: base.baseVersion, baseText: base.baseText };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
