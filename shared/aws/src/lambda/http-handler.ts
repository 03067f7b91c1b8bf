import { faultAnswer, Refusal, type HttpEvent, type HttpResult } from '@sluice/core/http';
import type { Machine } from './machine.ts';

/**
 * A handler of the HTTP API (payload format 2.0). The gateway checked the signature. Never rejects: Lambda would answer a failure with a
 * body of its own, and log the event, which is a tenant's data.
 */
export const httpHandler =
  (handle: (event: HttpEvent) => Promise<HttpResult>, log: Machine['log']) =>
  async (event: HttpEvent): Promise<HttpResult> => {
    try {
      return await handle(event);
    } catch (error) {
      const { requestId } = event.requestContext;
      if (!(error instanceof Refusal)) log(`request ${requestId} failed`, error);
      return faultAnswer(error, requestId);
    }
  };
