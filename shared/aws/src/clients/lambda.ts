import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientSettings, once } from './settings.ts';

/** Calls wait for the function's end (a consumer has minutes), and are not repeated behind the caller's back. */
export const lambdaClient = /* @__PURE__ */ once(
  () => new LambdaClient(clientSettings({ attempts: 1, answerMs: 300_000 })),
);
