/** What a batch of reruns does, in words. */
import type { RerunBatchRowFragment } from '#components/generated/reruns.ts';

type How = Pick<RerunBatchRowFragment, 'from' | 'version' | 'perMinute'>;

/** `from what failed, 60 a minute`. */
export function sayHow({ from, version, perMinute }: How): string {
  const beginning = from === 'START' ? 'from the start' : 'from what failed';
  const latest = version === 'LATEST' ? ', latest version' : '';
  return `${beginning}${latest}, ${perMinute} a minute`;
}
