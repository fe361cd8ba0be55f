/** A mail server as somebody might run one; it keeps what it gets, read by a parser of mail. */
import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type MailReceiver = {
  /** As SMTP_URL names it. */
  url: string;
  mails: ParsedMail[];
  /** What it says to a receiver of mail; nothing when it takes all of them. */
  refuse: (address: string) => { code: number; words: string } | undefined;
  /** Resolves with the first mail that fits, among those that came and those to come. */
  mail(fits: (mail: ParsedMail) => boolean): Promise<ParsedMail>;
  close(): Promise<void>;
};

/** Opens a mail server on this port, or on a free one. */
export async function openMailReceiver(port = 0): Promise<MailReceiver> {
  const mails: ParsedMail[] = [];
  const waiting = new Set<(mail: ParsedMail) => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, callback) => {
      const refusal = receiver.refuse(address);
      if (refusal === undefined) callback();
      else callback(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
    },
    onData: (stream, _, callback) => {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail);
          for (const tell of waiting) tell(mail);
          callback();
        },
        (fault: unknown) => callback(fault instanceof Error ? fault : new Error(String(fault))),
      );
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server listens on no port');
  const receiver: MailReceiver = {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    refuse: () => undefined,
    mail: (fits) =>
      new Promise((resolve) => {
        const known = mails.find(fits);
        if (known !== undefined) return resolve(known);
        const tell = (mail: ParsedMail) => {
          if (!fits(mail)) return;
          waiting.delete(tell);
          resolve(mail);
        };
        waiting.add(tell);
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return receiver;
}
