/**
 * What a function gets and gives: the API Gateway HTTP API event (payload format 2.0) and its answer, as far as we use them.
 * The HTTP server of one machine verifies the signature, then makes the same event, so that the functions are the same code.
 */
export interface HttpEvent {
  readonly version: '2.0';
  /** As received, undecoded. */
  readonly rawPath: string;
  readonly rawQueryString: string;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text when it was valid UTF-8 of a text type, else base64. */
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: {
    readonly requestId: string;
    /** Arrival, epoch ms. */
    readonly timeEpoch: number;
    readonly http: { readonly method: string; readonly path: string };
    readonly authorizer: {
      readonly iam: {
        readonly accessKey: string;
        readonly userArn: string;
        /** Only of users of the identity pool. */
        readonly cognitoIdentity?: { readonly identityId: string } | null;
      };
    };
  };
}

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
