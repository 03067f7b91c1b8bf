import type { HttpEvent, HttpResult } from '@sluice/core/http';
import type { Clock, Directory } from '@sluice/core/ports';

/** An answer whose body is made while it is sent. What fails before its first piece is answered as an error; later, the connection is cut. */
export interface StreamedAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<string | Uint8Array>;
  /** Called once when the client is gone before the end. */
  readonly cancel?: () => void;
}

export type EdgeAnswer = HttpResult | StreamedAnswer;

/** What went wrong on our side. */
export interface EdgeFault {
  readonly message: string;
  readonly requestId: string;
  readonly error: unknown;
}

export interface EdgeOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 is a free port. */
  readonly port: number;
  /** Of signatures. */
  readonly region: string;
  readonly directory: Pick<Directory, 'key'>;
  readonly clock: Clock;
  readonly newRequestId: () => string;
  /** Answers a verified request. May throw a Refusal; anything else it throws is a 500 (a retryable SluiceError: 503). */
  readonly handle: (event: HttpEvent) => Promise<EdgeAnswer>;
  readonly log: (fault: EdgeFault) => void;
  /** Origins of web apps that may call (`https://app.example.com`). Default: none. */
  readonly origins?: readonly string[];
  /** Bytes as sent. Default 10 MiB, as API Gateway's. */
  readonly bodyLimit?: number;
  /** How long `close` waits for requests under way, in ms. Default 8,000. */
  readonly drainMs?: number;
}

export interface Edge {
  readonly host: string;
  readonly port: number;
  /** Takes no more connections, finishes the requests under way, and resolves when all connections are closed. */
  close(): Promise<void>;
}
