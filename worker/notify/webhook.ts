/** A message as a POST, signed as Standard Webhooks has it. Goes out by the same guarded way as every handler's call. */
import { Webhook } from 'standardwebhooks';
import { slaBreachUrl } from '#domain/channel/read-channel.ts';
import { publicId } from '#domain/value/ids.ts';
import { secretPlace } from '#engine/channel/channel-secrets.ts';
import type { ClaimedDelivery } from '#engine/notification/deliver/claim-deliveries.ts';
import type { SendOutcome } from '#engine/notification/deliver/settle-delivery.ts';
import type { Sealing } from '#engine/store/secret/sealing.ts';
import type { Outbound } from '#worker/handlers/outbound.ts';
import { OutboundError, type OutboundErrorType } from '#worker/handlers/outbound-error.ts';

// A receiver answers before it works; whoever needs longer gets the message again.
const webhookMsMax = 10_000;
// What a person reads to see what is wrong.
const answerSizeBytesMax = 2_048;
// What no later try makes better.
const finalErrors: readonly OutboundErrorType[] = ['OUTBOUND_REFUSED', 'BAD_URL', 'BAD_REQUEST'];

export async function sendWebhook(
  delivery: ClaimedDelivery,
  { outbound, sealing }: { outbound: Outbound; sealing: Sealing | undefined },
): Promise<SendOutcome> {
  const secrets = secretsOf(delivery, sealing);
  if (secrets.length === 0) {
    const error =
      'it cannot be signed: the secret of the channel was sealed with another TASKFLOW_SECRET_KEY than this worker has';
    return { ok: false, error, isFinal: false };
  }
  const body = JSON.stringify(delivery.body);
  try {
    const { status, bodyText } = await outbound.request({
      url: delivery.channelKind === 'SLA_BREACH' ? slaBreachUrl(delivery.url ?? '') : (delivery.url ?? ''),
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signatureOf(delivery, { body, secrets }) },
      body,
      signal: new AbortController().signal,
      totalTimeoutMs: webhookMsMax,
      responseSizeBytesMax: answerSizeBytesMax,
      followsRedirects: false,
      cutsAnswer: true,
    });
    const answer = `${status}${bodyText === '' ? '' : ` ${bodyText}`}`;
    if (status >= 200 && status < 300) return { ok: true, answer };
    const error =
      status >= 300 && status < 400 ? `${status}: redirects are not followed` : `the receiver answered ${status}`;
    return { ok: false, error, answer, isFinal: false };
  } catch (fault) {
    if (!(fault instanceof OutboundError)) throw fault;
    return { ok: false, error: fault.message, isFinal: finalErrors.includes(fault.type) };
  }
}

/** The headers of a signed message. Its id is the same in every try, so that a receiver may tell. */
function signatureOf(
  { id, claimedAt }: ClaimedDelivery,
  { body, secrets }: { body: string; secrets: readonly string[] },
): Record<string, string> {
  const messageId = publicId('delivery', id);
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(claimedAt.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, claimedAt, body)).join(' '),
  };
}

function secretsOf({ tenantId, channelId, sealed }: ClaimedDelivery, sealing: Sealing | undefined): string[] {
  if (sealing === undefined) return [];
  const place = secretPlace(tenantId, channelId);
  return sealed.flatMap((one) => sealing.open(one, place) ?? []);
}
