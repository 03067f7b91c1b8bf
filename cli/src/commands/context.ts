import { createClient, type Client } from '../client/client.ts';
import { connectionFor, type Purpose } from '../connection/connection.ts';
import type { Surroundings } from '../surroundings.ts';

/** A client for a command, with the address and key that its purpose asks for. */
export const clientFor = (purpose: Purpose, around: Surroundings): Client =>
  createClient(connectionFor(purpose, around.env), around.now);
