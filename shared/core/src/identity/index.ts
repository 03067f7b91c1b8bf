export { canonicalEvent, canonicalValue } from './canonical.ts';
export { identify, type Identity } from './identify.ts';
