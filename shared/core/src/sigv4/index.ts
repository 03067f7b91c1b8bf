/** AWS Signature Version 4, header form: reading, verifying and making signatures. Pure; the lookup of the access key is the caller's, between the two steps. */
export { canonicalPath, canonicalQuery, canonicalRequest, type CanonicalParts } from './canonical.ts';
export { type Authorization, parseAuthorization } from './authorization.ts';
export { type Headers, joinHeaders } from './headers.ts';
export { isPlainPath, requirePlainTarget, splitTarget, type Target } from './target.ts';
export { maxSkew, type ReadSignature, readSignature, type Realm, type RequestHead } from './read.ts';
export { checkSignature, type Secret, stringToSign } from './check.ts';
export { deriveSigningKey, type SigningKeys, signingKeys, type SigningScope } from './signing-keys.ts';
export { sign, type UnsignedRequest } from './sign.ts';
export { formatAmzDate, parseAmzDate } from './amz-date.ts';
