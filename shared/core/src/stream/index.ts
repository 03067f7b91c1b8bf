export { consume, type Effect, type Stage } from './consume.ts';
export { fromEvery, parseLines, toMember } from './member.ts';
export { Lines } from './lines.ts';
