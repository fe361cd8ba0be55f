export type RequestContext = { requestId: string };
