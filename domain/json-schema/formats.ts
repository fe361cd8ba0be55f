/** The formats that are checked. Each is decided in one walk over the text. */

const dateParts = /^(\d{4})-(\d\d)-(\d\d)$/;
const timeParts = /^(\d\d):(\d\d):(\d\d)(?:\.\d{1,30})?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const durationParts =
  /^P(?!$)(?:\d{1,20}W|(?:\d{1,20}Y)?(?:\d{1,20}M)?(?:\d{1,20}D)?(?:T(?=\d)(?:\d{1,20}H)?(?:\d{1,20}M)?(?:\d{1,20}S)?)?)$/;
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const mailboxName = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/i;
// RFC 3986, appendix B.
const uriParts = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const scheme = /^[a-z][a-z0-9+.-]*$/i;
const uriCharacters = /^(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*$/i;
const hostAndPort = /^(?:\[([0-9a-f:.]*)\]|(?:[a-z0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?$/i;
const userInfo = /^(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*$/i;

type Format = { isFit: (text: string) => boolean; expected: string };

/** Formats by name, each with the end of a sentence about what it wants. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date', { isFit: isDate, expected: 'must be a date that exists, as 2026-03-31' }],
  ['time', { isFit: isTime, expected: 'must be a time of day with its offset, as 09:30:00Z' }],
  ['date-time', { isFit: isDateTime, expected: 'must be an instant that exists, as 2026-03-31T09:30:00Z' }],
  ['duration', { isFit: (text) => durationParts.test(text), expected: 'must be a duration of ISO 8601, as PT15M' }],
  ['email', { isFit: isEmail, expected: 'must be an e-mail address, as name@example.com' }],
  ['hostname', { isFit: isHostname, expected: 'must be a host name, as www.example.com' }],
  ['ipv4', { isFit: isIpv4, expected: 'must be an IPv4 address, as 192.0.2.1' }],
  ['ipv6', { isFit: isIpv6, expected: 'must be an IPv6 address, as 2001:db8::1' }],
  ['uri', { isFit: (text) => isUri(text, true), expected: 'must be a URI, as https://example.com/path' }],
  [
    'uri-reference',
    { isFit: (text) => isUri(text, false), expected: 'must be a URI or the end of one, as /path?name=value' },
  ],
  ['uuid', { isFit: (text) => uuidShape.test(text), expected: 'must be a UUID' }],
  [
    'json-pointer',
    { isFit: (text) => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text), expected: 'must be a JSON pointer, as /list/0' },
  ],
]);

const insteadOf: ReadonlyMap<string, string> = new Map([
  ['int32', 'write "type": "integer" with minimum and maximum'],
  ['int64', 'write "type": "integer" with minimum and maximum'],
  ['float', 'write "type": "number"'],
  ['double', 'write "type": "number"'],
  ['password', 'it checks nothing; write "writeOnly": true'],
  ['byte', 'write a pattern, such as "^[A-Za-z0-9+/]*={0,2}$"'],
  ['regex', 'regular expressions as values are not checked; leave it out'],
  ['url', 'write "uri"'],
  ['datetime', 'write "date-time"'],
  ['ip', 'write "ipv4" or "ipv6"'],
]);

/** Why a format is refused, and what to write instead. */
export function refusedFormat(name: string): string {
  const instead = insteadOf.get(name) ?? 'write a pattern';
  return `the format ${JSON.stringify(name.slice(0, 100))} is not checked here: ${instead}; known are ${[...formats.keys()].join(', ')}`;
}

function isDate(text: string): boolean {
  const parts = dateParts.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}

function isTime(text: string): boolean {
  const parts = timeParts.exec(text);
  if (parts === null) return false;
  const [hour, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [offsetHour, offsetMinute] = [Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  // Leap seconds come at the end of a day of UTC.
  const sign = parts[4] === '-' ? -1 : 1;
  const utcMinutes = hour * 60 + minute - sign * (offsetHour * 60 + offsetMinute);
  return (utcMinutes + 2 * 1_440) % 1_440 === 1_439;
}

function isDateTime(text: string): boolean {
  return /^[Tt ]$/.test(text.charAt(10)) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 254) return false;
  return (
    text
      .slice(0, at)
      .split('.')
      .every((part) => mailboxName.test(part)) && isHostname(text.slice(at + 1))
  );
}

function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => hostLabel.test(label));
}

function isIpv4(text: string): boolean {
  return text.length <= 15 && /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const endsInIpv4 = last.includes('.') && !text.endsWith('::');
  if (endsInIpv4 && !isIpv4(last)) return false;
  const hex = endsInIpv4 ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const count = hex.length + (endsInIpv4 ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

function isUri(text: string, isWhole: boolean): boolean {
  const parts = uriParts.exec(text);
  if (parts === null) return false;
  const [, name, authority, path = '', query = '', fragment = ''] = parts;
  if (isWhole && name === undefined) return false;
  if (name !== undefined && !scheme.test(name)) return false;
  if (authority !== undefined && !isAuthority(authority)) return false;
  return [path, query, fragment].every((part) => uriCharacters.test(part));
}

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at >= 0 && !userInfo.test(text.slice(0, at))) return false;
  const host = hostAndPort.exec(text.slice(at + 1));
  return host !== null && (host[1] === undefined || isIpv6(host[1]));
}
