/** The part of aws4 that the tests use; the package has no types. */
declare module 'aws4' {
  export interface Aws4Request {
    service: string;
    region: string;
    method: string;
    host: string;
    path: string;
    headers: Record<string, string>;
    body?: string | Buffer;
  }
  export interface Aws4Credentials {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  }
  const aws4: { sign(request: Aws4Request, credentials: Aws4Credentials): Aws4Request };
  export default aws4;
}
