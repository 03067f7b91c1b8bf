import { Refusal } from '@sluice/core/http';
import { defaultQuota, isTenantId } from '@sluice/core/layout';
import type { Quota } from '@sluice/core/ports';
import type { Arguments } from './arguments.ts';

/** Above what one machine takes; below where the sums of a token bucket would stop being exact. */
const maxRate = 1_000_000;
const maxBurst = 10_000_000;

/** A tenant's name: refuses (400) what is not 1 to 64 letters, digits, blanks, `.`, `_` or `-`, or looks like a tenant's id. */
export const nameOf = (args: Arguments): string => {
  const { name } = args;
  const given = name === undefined ? 'missing' : JSON.stringify(name).slice(0, 100);
  if (typeof name !== 'string' || !/^[A-Za-z0-9 ._-]{1,64}$/.test(name) || name !== name.trim())
    throw new Refusal(
      400,
      `name must have 1 to 64 letters (A-Z, a-z), digits, spaces and . _ - and no space at either end; it is ${given}`,
    );
  // A key can be made for a tenant by name or by id: nobody may be named like another's id.
  if (isTenantId(name)) throw new Refusal(400, `name must not have the form of a tenant id; it is ${given}`);
  return name;
};

const wholeNumber = (args: Arguments, name: string, max: number): number => {
  const value = args[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
  const or = name === 'rate' ? ' or "unlimited"' : '';
  throw new Refusal(
    400,
    `${name} must be a whole number from 1 to ${max}${or}; it is ${JSON.stringify(value)}`,
  );
};

/** Events a second and burst, by the arguments `rate` and `burst`. A burst that is not given is the default, or a second's events if that is more. */
export const quotaOf = (args: Arguments): Quota => {
  const rate = args['rate'] ?? defaultQuota.ratePerSecond;
  const ratePerSecond = rate === 'unlimited' ? rate : wholeNumber({ rate }, 'rate', maxRate);
  const leastBurst = ratePerSecond === 'unlimited' ? 0 : ratePerSecond;
  const burst = args['burst'] ?? Math.max(defaultQuota.burst, leastBurst);
  return { ratePerSecond, burst: wholeNumber({ burst }, 'burst', maxBurst) };
};
