/** How an outbound request fails, in words a job can keep. */

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
