import { everyService, type Reactions } from '../shared/reaction.ts';

/** Firehose's answers to PutRecordBatch, of the call and of its entries (service model of 2026). */
export const firehoseReactions: Reactions = {
  ...everyService,
  LimitExceededException: 'again',
  ConcurrentModificationException: 'again',
  ResourceNotFoundException: 'away',
  InvalidKMSResourceException: 'away',
  InvalidSourceException: 'away',
  ValidationException: 'refused',
  InvalidArgumentException: 'refused',
  SerializationException: 'refused',
  RequestEntityTooLargeException: 'refused',
};
