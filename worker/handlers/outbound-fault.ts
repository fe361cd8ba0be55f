/** What a fault of the HTTP client, the resolver or the socket means. */
import { errors } from 'undici';
import { OutboundError } from './outbound-error.ts';

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
