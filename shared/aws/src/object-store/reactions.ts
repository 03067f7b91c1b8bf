import { everyService, type Reactions } from '../shared/reaction.ts';

/** S3's answers. The client has tried several times before we see one that says `again`. */
export const s3Reactions: Reactions = {
  ...everyService,
  SlowDown: 'again',
  OperationAborted: 'again',
  IncompleteBody: 'again',
  BadDigest: 'again',
  NoSuchBucket: 'away',
  AllAccessDisabled: 'away',
  AccountProblem: 'away',
  'KMS.DisabledException': 'away',
  'KMS.NotFoundException': 'away',
  EntityTooLarge: 'refused',
  KeyTooLongError: 'refused',
  InvalidArgument: 'refused',
  InvalidRequest: 'refused',
};
