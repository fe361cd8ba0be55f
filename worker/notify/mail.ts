/** A message as a mail. Its Message-ID is the same in every try; those of one group hang together as one conversation. */
import { createTransport } from 'nodemailer';
import { publicId } from '#domain/value/ids.ts';
import type { ClaimedDelivery } from '#engine/notification/deliver/claim-deliveries.ts';
import type { SendOutcome } from '#engine/notification/deliver/settle-delivery.ts';
import type { MailSettings } from '#engine/settings/mail-settings.ts';

// Each step of the conversation with the server, and all of it.
const stepMsMax = 10_000;
const mailMsMax = 25_000;

export async function sendMail(delivery: ClaimedDelivery, { url, from }: MailSettings): Promise<SendOutcome> {
  const transport = createTransport({
    url,
    connectionTimeout: stepMsMax,
    greetingTimeout: stepMsMax,
    socketTimeout: stepMsMax,
    dnsTimeout: stepMsMax,
    // What stands in a message is text, whatever it looks like.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const limit = Promise.withResolvers<SendOutcome>();
  const timer = setTimeout(
    () => limit.resolve({ ok: false, error: 'the mail server took too long', isFinal: false }),
    mailMsMax,
  );
  try {
    return await Promise.race([hand(delivery, { transport, from }), limit.promise]);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

type Server = { transport: ReturnType<typeof createTransport>; from: string };

async function hand(delivery: ClaimedDelivery, { transport, from }: Server): Promise<SendOutcome> {
  const place = /@([^>\s]+)>?$/.exec(from)?.[1] ?? 'taskflow';
  try {
    const { response, rejected } = await transport.sendMail({
      from,
      to: delivery.recipients,
      subject: delivery.subject,
      text: delivery.text,
      date: delivery.claimedAt,
      messageId: `<${publicId('delivery', delivery.id)}@${place}>`,
      ...(delivery.noticeId !== null && { references: `<group-${delivery.noticeId}@${place}>` }),
      headers: { 'auto-submitted': 'auto-generated', 'x-taskflow-severity': delivery.severity },
    });
    const refused = rejected.length === 0 ? '' : `; refused: ${rejected.map(String).join(', ')}`;
    return { ok: true, answer: `${response}${refused}` };
  } catch (fault) {
    return outcomeOf(fault);
  }
}

/** How the library says that a mail did not get through; anything else is a bug and is thrown on. */
function outcomeOf(fault: unknown): SendOutcome {
  if (!(fault instanceof Error) || !('code' in fault) || typeof fault.code !== 'string') throw fault;
  const said = 'response' in fault && typeof fault.response === 'string' ? fault.response : '';
  const status = 'responseCode' in fault && typeof fault.responseCode === 'number' ? fault.responseCode : 0;
  if (said === '') return { ok: false, error: wordsOf(fault.code), isFinal: false };
  // What is refused for good stays refused; a wrong password is the installation's fault, and may be mended.
  const isFinal = status >= 500 && fault.code !== 'EAUTH';
  return { ok: false, error: `the mail server answered: ${said}`, answer: said, isFinal };
}

// The library's own messages name addresses of the installation, which are not the tenant's business.
function wordsOf(code: string): string {
  const words: Record<string, string> = {
    ECONNECTION: 'there is no connection to the mail server',
    ESOCKET: 'there is no connection to the mail server',
    ECONNREFUSED: 'there is no connection to the mail server',
    ETIMEDOUT: 'the mail server took too long',
    EDNS: 'the name of the mail server could not be looked up',
    ETLS: 'the mail server could not be spoken to in private',
    EAUTH: 'the mail server does not know the installation',
    EENVELOPE: 'the mail server refused sender or receivers',
  };
  return `${words[code] ?? 'the mail server could not be spoken to'} (${code})`;
}
