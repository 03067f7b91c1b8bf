import { everyService, type Reactions } from '../shared/reaction.ts';

/** IAM's answers. The client has tried several times before we see one that says `again`. Its names have no `Exception` on the wire. */
export const iamReactions: Reactions = {
  ...everyService,
  ServiceFailure: 'again',
  ServiceFailureException: 'again',
  ConcurrentModificationException: 'again',
  EntityTemporarilyUnmodifiableException: 'again',
  // IAM is eventually consistent: what was made a moment ago may not be there yet, or what was removed still be.
  NoSuchEntityException: 'again',
  DeleteConflictException: 'again',
  EntityAlreadyExistsException: 'again',
  // 5,000 users an account.
  LimitExceededException: 'away',
  InvalidInputException: 'refused',
  ValidationError: 'refused',
};
