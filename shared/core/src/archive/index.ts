/** Objects of gzip members (archives, error stores): how they are read, from wherever they lie. */
export { readMember, startsAsMember, type Found } from './member.ts';
export { partsOf, type Part } from './members.ts';
export type * from './ports.ts';
