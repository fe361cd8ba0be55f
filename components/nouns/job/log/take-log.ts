/** Takes a log away: part by part from the API, into one text. */
import type { ApiClient } from '#components/api/client.ts';
import { TakeLogDocument } from '#components/generated/log.ts';
import { type LogAsked, scopeVariables } from './log-scope.ts';

// Some gigabytes: more than a browser puts into one file.
const partsMax = 1_000;

export type TakeRequest = LogAsked & {
  format: 'TEXT' | 'NDJSON';
  text: string;
  /** How many parts at most; what is left is left out. */
  parts?: number;
};

/** The parts of the text; undefined when one of them could not be had. */
export async function takeLog(api: ApiClient, request: TakeRequest): Promise<string[] | undefined> {
  const { format, text, parts: most = partsMax } = request;
  const parts: string[] = [];
  let after: string | undefined;
  for (let n = 0; n < most; n += 1) {
    const variables = { ...scopeVariables(request), format, after, ...(text !== '' && { text }) };
    const { data } = await api(TakeLogDocument, variables);
    if (data === null || data === undefined) return undefined;
    parts.push(data.logText.text);
    after = data.logText.cursor;
    if (data.logText.isOver) break;
  }
  return parts;
}
