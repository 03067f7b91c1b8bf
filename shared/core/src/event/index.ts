export { scanEvent, scanEvents, type Member, type MemberKind, type ScannedEvent } from './scan.ts';
export { SyntaxFault } from './fault.ts';
