/** How an outbound request fails, in words a job can keep. */
import { errors } from 'undici';

// Whether another try may go better; what is refused today is refused tomorrow.
const retryableByType = {
  OUTBOUND_REFUSED: false,
  BAD_URL: false,
  BAD_REQUEST: false,
  BAD_ENCODING: false,
  TOO_LARGE: false,
  TOO_MANY_REDIRECTS: false,
  TIMEOUT: true,
  ABORTED: true,
  CONNECT: true,
  BAD_RESPONSE: true,
} as const;
export type OutboundErrorType = keyof typeof retryableByType;

/** The one thing that `Outbound.request` throws on purpose. */
export class OutboundError extends Error {
  readonly type: OutboundErrorType;
  readonly retryable: boolean;

  /** `message` is shown to the tenant: it must not name what the host resolved to. */
  constructor(type: OutboundErrorType, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OutboundError';
    this.type = type;
    this.retryable = retryableByType[type];
  }
}

/** Names a fault of the HTTP client, the resolver or the socket; anything else is a bug and is thrown on. */
export function outboundError(fault: unknown, host: string): OutboundError {
  if (fault instanceof OutboundError) return fault;
  if (fault instanceof errors.InvalidArgumentError || fault instanceof errors.NotSupportedError) {
    return new OutboundError('BAD_REQUEST', `the request cannot be sent: ${fault.message}`, fault);
  }
  if (fault instanceof errors.HTTPParserError || fault instanceof errors.HeadersOverflowError) {
    return new OutboundError('BAD_RESPONSE', `${host} did not answer in HTTP: ${fault.message}`, fault);
  }
  if (fault instanceof Error && 'code' in fault && typeof fault.code === 'string') {
    return new OutboundError('CONNECT', `no connection to ${host}: ${wordsOf(fault.code, fault.message)}`, fault);
  }
  throw fault;
}

const words: Record<string, string> = {
  ECONNREFUSED: 'it was refused',
  ECONNRESET: 'it was reset',
  ENOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'the name could not be looked up just now',
  ETIMEDOUT: 'nobody answered',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  UND_ERR_CONNECT_TIMEOUT: 'nobody answered',
  UND_ERR_SOCKET: 'it was closed before the answer was complete',
};

// Messages of the system name addresses, which are the resolver's business; those of TLS name certificates.
function wordsOf(code: string, message: string): string {
  return words[code] ?? (/^(ERR_TLS|CERT_|DEPTH_|SELF_|UNABLE_|ERR_SSL)/.test(code) ? `${message} (${code})` : code);
}
