/** The way of messages out of the house: by mail, or as a signed call. Nothing here knows the database. */
import type { ClaimedDelivery } from '#engine/notification/deliver/claim-deliveries.ts';
import type { SendOutcome } from '#engine/notification/deliver/settle-delivery.ts';
import type { MailSettings } from '#engine/settings/mail-settings.ts';
import { openSealing } from '#engine/store/secret/sealing.ts';
import type { Outbound } from '#worker/handlers/outbound.ts';

export type Post = {
  /** Sends a message, in bounded time; whatever keeps it from its receiver is its outcome. */
  send(delivery: ClaimedDelivery): Promise<SendOutcome>;
};

type Means = { mail: MailSettings | undefined; secretKey: string | undefined; outbound: Outbound };

export function openPost({ mail, secretKey, outbound }: Means): Post {
  const sealing = secretKey === undefined ? undefined : openSealing(secretKey);
  return {
    send: async (delivery) => {
      if (!delivery.isChannelThere) return { ok: false, error: 'its channel is gone', isFinal: true };
      // Loaded with the first message: a worker claims before it tells anybody anything.
      if (delivery.channelKind !== 'EMAIL') {
        const { sendWebhook } = await import('./webhook.ts');
        return await sendWebhook(delivery, { outbound, sealing });
      }
      if (mail !== undefined) {
        const { sendMail } = await import('./mail.ts');
        return await sendMail(delivery, mail);
      }
      return {
        ok: false,
        error: 'the worker that took it has no mail server: SMTP_URL is not set there',
        isFinal: false,
      };
    },
  };
}
