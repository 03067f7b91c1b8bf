import type { Connection } from '../connection/connection.ts';
import { CliFailure, messageOf, systemCodeOf } from '../failure.ts';

/** No answer came: it is unknown whether the request arrived. */
export class Unreachable extends CliFailure {}

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);

/** What to tell when a request got no answer. */
export const unreachable = (error: unknown, { url, addressFrom }: Connection): Unreachable => {
  const at = `${url} (address from ${addressFrom})`;
  const options = { cause: error };
  switch (systemCodeOf(error) ?? '') {
    case 'ECONNREFUSED':
      return new Unreachable(
        `nothing listens at ${at}. Is Sluice running? Start it with npm start`,
        1,
        options,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Unreachable(`the name in ${at} is not known; is the address right?`, 1, options);
    default:
      return new Unreachable(`no answer from ${at}: ${reasonOf(error)}`, 1, options);
  }
};
