/** Signed calls of the HTTP API, for programs. */
export { type Connection, type Credentials } from '../connection/connection.ts';
export { call, callWith, elementsOf, membersOf, textOf, type Members } from './call.ts';
export { createClient, type Client, type Request } from './client.ts';
