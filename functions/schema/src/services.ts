import type { HttpEvent, Principal } from '@sluice/core/http';
import type { Clock, Directory, NewUlid, SchemaStore } from '@sluice/core/ports';

export interface SchemaServices {
  /** The store itself and no cache: a caller reads what it has just written. */
  readonly schemas: SchemaStore;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly newUlid: NewUlid;
  /** Where a fault of ours goes that the client is only told of as a 500. */
  readonly log?: (message: string, error: unknown) => void;
}

/** One call of an authenticated principal whose role was checked. */
export interface Call {
  readonly event: HttpEvent;
  readonly principal: Principal;
  readonly services: SchemaServices;
}
