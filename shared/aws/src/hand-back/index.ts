/** Replay of what Lambda's event source mappings gave up on. */
export { lambdaHandBack, type HandBackOptions } from './hand-back.ts';
export { lambdaFailures, lambdaGivenUp, type FailuresOptions } from './failures.ts';
