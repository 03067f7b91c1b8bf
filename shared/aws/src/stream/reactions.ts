import { everyService, type Reactions } from '../shared/reaction.ts';

/** Kinesis' answers to PutRecords, of the call and of its entries (service model of 2026). */
export const kinesisReactions: Reactions = {
  ...everyService,
  ProvisionedThroughputExceededException: 'again',
  InternalFailureException: 'again',
  LimitExceededException: 'again',
  KMSThrottlingException: 'again',
  ResourceInUseException: 'again',
  ResourceNotFoundException: 'away',
  KMSAccessDeniedException: 'away',
  KMSDisabledException: 'away',
  KMSInvalidStateException: 'away',
  KMSNotFoundException: 'away',
  KMSOptInRequired: 'away',
  ValidationException: 'refused',
  InvalidArgumentException: 'refused',
  SerializationException: 'refused',
  RequestEntityTooLargeException: 'refused',
};
