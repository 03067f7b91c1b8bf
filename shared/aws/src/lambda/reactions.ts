import { everyService, type Reactions } from '../shared/reaction.ts';

/** Lambda's answers to an invocation. */
export const lambdaReactions: Reactions = {
  ...everyService,
  ResourceNotFoundException: 'away',
  KMSAccessDeniedException: 'away',
  ResourceNotReadyException: 'again',
  InvalidRequestContentException: 'refused',
};
