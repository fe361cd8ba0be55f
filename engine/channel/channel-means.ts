/** What an installation can send by: a mail server, and a key with which secrets of webhooks are sealed. */
import type { ChannelKind } from '#domain/channel/read-channel.ts';
import { done, type Outcome, type Refusal, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import type { Sealing } from '#engine/store/secret/sealing.ts';

export type ChannelMeans = {
  /** From whom mail comes; undefined without a mail server. */
  mailFrom: string | undefined;
  sealing: Sealing | undefined;
};

/** What of it a person has to know who makes channels; how else the installation is set up is nobody's business. */
export function readMeans(
  context: Context,
  { mailFrom, sealing }: ChannelMeans,
): Outcome<{ mailFrom: string | null; canSign: boolean }> {
  const refused = refuseUnless(context, 'tenant.manage');
  return refused ?? done({ mailFrom: mailFrom ?? null, canSign: sealing !== undefined });
}

/** Refuses a channel that nothing could be sent through. */
export function refuseWithoutMeans(
  kind: ChannelKind,
  means: ChannelMeans,
): { ok: false; refusals: Refusal[] } | undefined {
  if (kind === 'EMAIL') {
    if (means.mailFrom !== undefined) return undefined;
    const message = 'no mail server is set up: whoever runs Taskflow sets SMTP_URL and SMTP_FROM';
    return refuse('UNSUPPORTED', message, ['kind']);
  }
  if (means.sealing !== undefined) return undefined;
  const message =
    'secrets cannot be kept: whoever runs Taskflow sets TASKFLOW_SECRET_KEY, the same for console and worker';
  return refuse('UNSUPPORTED', message, ['kind']);
}
