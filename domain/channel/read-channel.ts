/** What a person may ask of a channel: a way on which messages reach people or programs. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import { parseQuietHours, type QuietHours } from '#domain/notification/quiet-hours.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { checkName } from '#domain/value/input-checks.ts';

/**
 * `EMAIL`: by the mail server of the installation. `WEBHOOK`: a signed POST to a URL. `SLA_BREACH`: a signed POST to
 * `/notifications/sla-breach` below a URL, for breaches of service levels only.
 */
export const channelKinds = ['EMAIL', 'WEBHOOK', 'SLA_BREACH'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Where a channel leads: addresses of mail, or one URL. */
export type ChannelAddress = { to: string[]; url: null } | { to: []; url: string };

export type ChannelInput = {
  name: string;
  kind: ChannelKind;
  to?: readonly string[] | null;
  url?: string | null;
  quietHours?: unknown;
};

export type ChannelSettings = { name: string; kind: ChannelKind; address: ChannelAddress; quiet: QuietHours | null };

/** Reads a new channel: every refusal at once. */
export function readChannel(input: ChannelInput): Outcome<ChannelSettings> {
  const address = readAddress(input.kind, input);
  const quiet = parseQuietHours(input.quietHours, ['quietHours']);
  const refusals = checkName({ value: input.name, path: ['name'] });
  if (!address.ok) refusals.push(...address.refusals);
  if (!quiet.ok) refusals.push(...quiet.refusals);
  if (!address.ok || !quiet.ok || refusals.length > 0) return refuseAll(refusals);
  return done({ name: input.name, kind: input.kind, address: address.value, quiet: quiet.value });
}

/** Reads where a channel of this kind leads; a field that means nothing to the kind is refused. */
export function readAddress(kind: ChannelKind, { to, url }: Pick<ChannelInput, 'to' | 'url'>): Outcome<ChannelAddress> {
  if (kind === 'EMAIL') {
    const refusals = [
      ...checkRecipients(to ?? []),
      ...refuseGiven(url, 'url', 'a channel of the kind EMAIL has no url'),
    ];
    return refusals.length > 0 ? refuseAll(refusals) : done({ to: [...new Set(to)], url: null });
  }
  const refusals = [
    ...checkUrl(url),
    ...refuseGiven(to, 'to', `a channel of the kind ${kind} has no addresses of mail`),
  ];
  return refusals.length > 0 ? refuseAll(refusals) : done({ to: [], url: url ?? '' });
}

// Deliberately no more than what would break a message or go to nobody: what an address may be is for its server to say.
const emailPattern = /^[^\s@<>,;:"()[\]\\\p{C}]{1,64}@[^\s@<>,;:"()[\]\\\p{C}]{1,255}$/u;

function checkRecipients(to: readonly string[]): Refusal[] {
  const { recipientsMax, emailLengthMax } = notificationBounds;
  if (to.length === 0) return [bad('at least one address of mail is needed here', ['to'])];
  if (to.length > recipientsMax)
    return [bad(`at most ${recipientsMax} addresses; more of them are a mailing list`, ['to'])];
  return to.flatMap((address, n) =>
    address.length <= emailLengthMax && emailPattern.test(address)
      ? []
      : [bad(`"${address.slice(0, 80)}" is not an address of mail such as ops@example.com`, ['to', String(n)])],
  );
}

function checkUrl(value: string | null | undefined): Refusal[] {
  const refused = (message: string): Refusal[] => [{ code: 'BAD_URL', message, path: ['url'] }];
  if (value === null || value === undefined || value === '') return refused('a URL is needed here');
  if (value.length > notificationBounds.urlLengthMax)
    return refused(`a URL has at most ${notificationBounds.urlLengthMax} characters`);
  const url = URL.parse(value);
  if (url === null) return refused(`"${value.slice(0, 80)}" is not a URL`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('only http and https are called');
  if (url.username !== '' || url.password !== '')
    return refused('a URL must not carry credentials: messages are signed, which the receiver can check');
  if (url.hash !== '') return refused('what stands behind # never reaches a server; leave it out');
  return [];
}

function refuseGiven(value: unknown, field: string, message: string): Refusal[] {
  const isGiven = value !== undefined && value !== null && (!Array.isArray(value) || value.length > 0);
  return isGiven ? [bad(message, [field])] : [];
}

function bad(message: string, path: string[]): Refusal {
  return { code: 'BAD_INPUT', message, path };
}

/** Where the receiver of a channel of the kind SLA_BREACH answers. */
export function slaBreachUrl(base: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/notifications/sla-breach`;
  return url.href;
}
