import type { FileBytes, FileJobs, FileStates, UploadAddress } from '@sluice/core/files';
import type { HttpEvent, Principal } from '@sluice/core/http';
import type { Clock, Directory, NewUlid, ObjectStore } from '@sluice/core/ports';

/** How files in buckets of tenants are read. */
export interface BucketReading {
  readonly files: FileBytes;
  /** Who reads them, for the policy of a bucket: the ARN of a role. */
  readonly reader: string;
}

export interface BatchServices {
  readonly directory: Directory;
  readonly states: FileStates;
  /** Where uploads are kept. */
  readonly objects: ObjectStore;
  readonly jobs: FileJobs;
  readonly clock: Clock;
  readonly newUlid: NewUlid;
  /** The largest body that is taken, bytes. */
  readonly maxBytes: number;
  /** Where larger files go; absent where bodies of any size are taken. */
  readonly address?: UploadAddress;
  /** Absent where there are no buckets. */
  readonly buckets?: BucketReading;
}

/** One call of an authenticated principal whose role was checked. */
export interface Call {
  readonly event: HttpEvent;
  readonly principal: Principal;
  readonly services: BatchServices;
  /** What stands behind the call's own path: the name of a file. */
  readonly rest: string;
}
