/** The settings of mail: a server, and from whom what goes through it comes. */

export type MailSettings = { url: string; from: string };

type Given = { url: string | undefined; from: string | undefined };

/** Undefined without a mail server; says what is wrong with one that cannot be used. */
export function readMailSettings(
  { url, from }: Given,
  say: (name: string, message: string) => void,
): MailSettings | undefined {
  if (url === undefined && from === undefined) return undefined;
  if (url === undefined) say('SMTP_FROM', 'has no effect without SMTP_URL, the server that mail goes through');
  else if (!isSmtpUrl(url))
    say('SMTP_URL', 'is not a URL such as smtps://user:password@mail.example:465, or smtp://mail.example:587');
  if (from === undefined) say('SMTP_URL', 'has no effect without SMTP_FROM, from whom mail comes');
  else if (!isSender(from)) say('SMTP_FROM', 'is no sender such as ops@example.com, or Taskflow <ops@example.com>');
  return url === undefined || from === undefined ? undefined : { url, from };
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && ['', '/'].includes(url.pathname);
}

function isSender(text: string): boolean {
  const address = /^[^<>]* <(.*)>$/u.exec(text)?.[1] ?? text;
  return !/\p{C}/u.test(text) && /^[^\s@<>,]{1,64}@[^\s@<>,]{1,255}$/.test(address);
}
