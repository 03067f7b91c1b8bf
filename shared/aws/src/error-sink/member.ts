import { hash } from 'node:crypto';

/** Knuth's multiplier for 64-bit linear congruential generators, as the paper has it. */
const multiplier = 2_862_933_555_777_941_757n;

/**
 * The member of a set that an id belongs to, 0 up to, not including, `members`. Jump consistent hash (Lamping and Veach, "A Fast, Minimal
 * Memory, Consistent Hash Algorithm", 2014): even, and of a set that grows by one to n + 1 only 1/(n + 1) of the ids move, all to the new
 * member; so that growing a set does not shift what is on its way. It only ever grows and shrinks at its end, which is how sets are numbered.
 */
export const memberOf = (id: string, members: number): number => {
  let key = BigInt(`0x${hash('md5', id, 'hex').slice(0, 16)}`);
  let [member, next] = [0, 0];
  while (next < members) {
    member = next;
    key = BigInt.asUintN(64, key * multiplier + 1n);
    next = Math.floor((member + 1) * (2 ** 31 / Number((key >> 33n) + 1n)));
  }
  return member;
};
