import type { CapacityAction } from '@sluice/core/capacity';
import type { Clock, Directory, KeyMint, NewUlid, StateStore } from '@sluice/core/ports';

/** n bytes from a cryptographic source. */
export type RandomBytes = (n: number) => Uint8Array;

/** What making ids and secrets takes. */
export interface MintServices {
  readonly clock: Clock;
  readonly newUlid: NewUlid;
  readonly randomBytes: RandomBytes;
  /** Where access keys are made: by us on one machine, by IAM on AWS. */
  readonly keyMint: KeyMint;
}

export interface MetaServices extends MintServices {
  readonly directory: Directory;
  /** Where the scalers keep what they changed. */
  readonly states: StateStore;
  /** Asks the scalers what they would do now, without doing it. Undefined on one machine, where nothing is scaled. Throws OutOfService. */
  readonly planCapacity: (() => Promise<readonly CapacityAction[]>) | undefined;
  /** Where a fault of ours goes that the client is only told of as a 500. */
  readonly log?: (message: string, error: unknown) => void;
}
