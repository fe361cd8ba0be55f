/**
 * Masks secrets in what is about to be stored: those that the engine knows of an attempt, in every form in which they
 * commonly travel, and whatever looks like one by what stands around it.
 */
import { logBounds } from '#domain/bounds/log.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { isSecretName } from './secret-names.ts';

/** What stands in the place of a secret. */
export const masked = '***';

export type Mask = {
  text(text: string): string;
  /** True when nothing in the text looks like a secret: cheap, and never wrong that way. */
  leaves(text: string): boolean;
  /** Values under secret names go whole; texts, and the names themselves, are masked as texts are. */
  json(value: Json): Json;
};

// Of a secret of a quarter of a megabyte nobody prints more.
const piecesMax = 64;

/** Masks nothing but what looks like a secret. */
export const plainMask: Mask = maskOf([]);

/** Masks these values as well. Values that are too short to be secrets are passed over. */
export function maskOf(secrets: readonly string[]): Mask {
  const known = knownForms(secrets);
  const text = (given: string) => withoutPatterns(known === undefined ? given : withoutKnown(given, known));
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return text(String(value)) === String(value) ? value : masked;
    if (Array.isArray(value)) return value.map(json);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        text(name),
        isSecretName(name) && inner !== null ? masked : json(inner),
      ]),
    );
  };
  const leaves = (given: string) => !mayBeSecret(given) && (known === undefined || given.search(known) === -1);
  return { text, leaves, json };
}

// A character of a text takes nine of a URL at most.
const urlFactorMax = 9;
/** The longest form of a secret, or of a piece of it that is masked by itself. */
export const secretFormLengthMax = urlFactorMax * logBounds.secretPieceLength;

function knownForms(secrets: readonly string[]): RegExp | undefined {
  const forms = new Set<string>();
  for (const secret of secrets.slice(0, logBounds.secretsMax))
    for (const piece of piecesOf(secret))
      for (const form of formsOf(piece)) if (form.length >= logBounds.secretLengthMin) forms.add(form);
  if (forms.size === 0) return undefined;
  // The longest first: a part of a secret that is a secret itself would leave the rest of it standing.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(literal).join('|'), 'g');
}

// As a whole, and line by line as a key in a file is printed; what is very long piece by piece.
function piecesOf(secret: string): string[] {
  const lines = secret.includes('\n') ? secret.split(/\r?\n/).map((line) => line.trim()) : [];
  return [secret, ...lines].flatMap((text) => {
    const count = Math.min(piecesMax, Math.ceil(text.length / logBounds.secretPieceLength));
    return Array.from({ length: count }, (_, n) =>
      text.slice(n * logBounds.secretPieceLength, (n + 1) * logBounds.secretPieceLength),
    );
  });
}

// As it is, in a URL, in JSON, and in Basic authentication and the like.
function formsOf(piece: string): string[] {
  const whole = piece.toWellFormed();
  return [
    piece,
    whole,
    encodeURIComponent(whole),
    JSON.stringify(piece).slice(1, -1),
    base64(whole).replace(/=+$/, ''),
  ];
}

const utf8 = new TextEncoder();

function base64(text: string): string {
  let binary = '';
  for (const byte of utf8.encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

// What is put in may, with what stands beside it, be a secret again. Each round makes the text shorter.
function withoutKnown(given: string, known: RegExp): string {
  let text = given;
  for (let next = text.replaceAll(known, masked); next !== text; next = text.replaceAll(known, masked)) text = next;
  return text;
}

// Most texts have nothing of the kind. Looking for one character costs a tenth of looking for a word.
const separators = /[:=]/;
const named = /:\/\/|(?:tion|kie|word|wd|rase|ret|ken|key|als?|ture)["']?\s{0,4}[:=]/i;
const unnamed = /[bB](?:earer|EARER|asic|ASIC)\s|tfc_/;

function mayBeSecret(text: string): boolean {
  return (separators.test(text) && named.test(text)) || unnamed.test(text);
}

const patterns: readonly [RegExp, string][] = [
  // A password in a URL.
  [/:\/\/([^\s/:@]{0,200}):([^\s/@]{1,1000})@/g, `://$1:${masked}@`],
  // Its own tokens.
  [/\btfc_[0-9a-f]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}\b/g, masked],
  [/\b(bearer|basic)\s{1,4}(?=\S{0,200}[0-9=])[\w.~+/=-]{8,4000}/gi, `$1 ${masked}`],
  // Headers whose value goes to the end of the line.
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s{0,4}[:=]\s{0,4}["']?)[^\n"']{1,4000}/gi, `$1$2${masked}`],
  [
    /\b([\w-]{0,40}?(?:token|secret|passwo?r?d|passphrase|pwd|credentials?|signature|api[-_]?key|access[-_]?key|private[-_]?key))(["']?\s{0,4}[:=]\s{0,4})(?:"[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^\s,;&"'{}[\]()]{1,2000})/gi,
    `$1$2${masked}`,
  ],
];

function withoutPatterns(given: string): string {
  if (!mayBeSecret(given)) return given;
  return patterns.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), given);
}
