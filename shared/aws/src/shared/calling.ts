import { OutOfService, SluiceError } from '@sluice/core/failure';
import { failureOf, faultOf, type Reactions } from './reaction.ts';

/**
 * Runs single calls of a service; what they throw becomes OutOfService, or SluiceError of class `ours` when the request is at fault.
 * @param what for the message: `read the object a/b`
 */
export const calling = async <T>(what: string, reactions: Reactions, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    const fault = faultOf(error, reactions);
    const failure = failureOf(what, fault);
    if (fault.reaction === 'refused') throw new SluiceError(failure, { cause: error });
    throw new OutOfService(failure.message, { cause: error });
  }
};
