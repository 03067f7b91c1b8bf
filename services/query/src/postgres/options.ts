import type { ScramVerifier } from '@sluice/core/ports';
import type { SqlSession } from '../sql-session.ts';

/** What a client is after its login. */
export interface Login<Principal> {
  readonly verifier: ScramVerifier;
  readonly principal: Principal;
  /** Why this key may not query, told only once it has proved itself. */
  readonly refusal?: string;
}

export interface WireOptions<Principal> {
  readonly host: string;
  /** 0 is a free port. */
  readonly port: number;
  /** By access key id; undefined when there is no such key. */
  readonly login: (accessKeyId: string) => Promise<Login<Principal> | undefined>;
  readonly open: (principal: Principal) => Promise<SqlSession>;
  /** For the answers to unknown users, which look like any other's. */
  readonly mockSecret: Uint8Array;
  /** PEM; without it the server does not offer TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly randomBytes: (n: number) => Uint8Array;
  /** Faults of ours. */
  readonly log: (message: string, error: unknown) => void;
  /** @default 200 */
  readonly connections?: number;
  /** Time for the login. @default 10 s */
  readonly loginMs?: number;
  /** Time that closing leaves to statements under way. @default 3 s */
  readonly drainMs?: number;
}

/** Limits of messages, bytes: before the login nobody is known. */
export const loginMessageBytes = 10_000;
export const messageBytes = 16 << 20;
