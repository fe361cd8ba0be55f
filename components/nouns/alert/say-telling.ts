/** Who was told of an alert, in few words. */

type Telling = { channel: string; kind: string; state: string; at: string };

const kindWords: Record<string, string> = { FIRST: 'that it began', MORE: 'that it goes on', END: 'that it is over' };

/** What a message told. */
export function tellingWords(kind: string): string {
  return kindWords[kind] ?? kind.toLowerCase();
}

/** The channels of the latest telling that was sent, or is on its way, and when that was; undefined when nobody was told. */
export function lastTold(tellings: readonly Telling[]): { channels: string; at: string } | undefined {
  const told = tellings.filter(({ state }) => state !== 'GIVEN_UP');
  const [latest] = told;
  if (latest === undefined) return undefined;
  const names = [...new Set(told.map(({ channel }) => channel))];
  const more = names.length > 1 ? ` +${names.length - 1}` : '';
  return { channels: `${latest.channel}${more}`, at: latest.at };
}
