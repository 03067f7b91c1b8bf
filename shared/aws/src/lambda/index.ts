/** What every Lambda handler is made of: its entry, its clock, its ids, its log. */
export { httpHandler } from './http-handler.ts';
export { lambdaWake } from './wake.ts';
export { streamHandler } from './stream-handler.ts';
export { machine, type Machine } from './machine.ts';
