import { Refusal } from '@sluice/core/http';
import type { Refused } from '@sluice/core/tenant-schema';

/** What a refused read or change is as an answer. */
export const refusalFor = ({ kind, reason }: Refused): Refusal => {
  switch (kind) {
    case 'not found':
      return new Refusal(404, reason);
    case 'bad request':
      return new Refusal(400, reason);
  }
};
