/** A message that is refused. `protocol`: it breaks the rules or asks for what we lack; `denied`: the proof is wrong. */
export interface ScramFault {
  readonly ok: false;
  readonly fault: 'protocol' | 'denied';
  /** For the client and the log; holds nothing secret. */
  readonly message: string;
}

export interface ClientFirst {
  readonly ok: true;
  /** `n,,` or `y,,`: repeated by the client-final message, so that nobody in between can change it. */
  readonly gs2Header: string;
  /** The message without its header: part of what is signed. */
  readonly bare: string;
  /** As the message names it; PostgreSQL clients leave it empty or `*`, the start-up packet's user counts. */
  readonly user: string;
  readonly clientNonce: string;
}

export const protocolFault = (message: string): ScramFault => ({ ok: false, fault: 'protocol', message });

/** `saslname` of RFC 5802: `=` stands only in `=2C` (comma) and `=3D` (equals sign). */
const unescapeName = (name: string): string | undefined =>
  /=(?!2C|3D)/.test(name) ? undefined : name.replaceAll('=2C', ',').replaceAll('=3D', '=');

const gs2Fault = (flag: string | undefined, authzid: string | undefined): string | undefined => {
  if (flag?.startsWith('p=')) return 'channel binding is not supported; connect with channel_binding=disable';
  if (flag !== 'n' && flag !== 'y') return 'malformed client-first-message: it must start with n,, or y,,';
  return authzid === '' ? undefined : 'an authorization identity (a=) is not supported';
};

/**
 * Reads the client's first message, `n,,n=user,r=nonce`.
 * @returns the parts, or a fault of class `protocol`
 */
export const parseClientFirst = (message: string): ClientFirst | ScramFault => {
  const [flag, authzid, name, nonce] = message.split(',');
  const refusal = gs2Fault(flag, authzid);
  if (refusal !== undefined) return protocolFault(refusal);
  if (name?.startsWith('m=')) return protocolFault('mandatory extensions (m=) are not supported');
  const user = name?.startsWith('n=') ? unescapeName(name.slice(2)) : undefined;
  if (user === undefined)
    return protocolFault('malformed client-first-message: n= with the user is missing or wrong');
  // RFC 5802, section 7: printable is %x21-2B / %x2D-7E. The length is ours: nobody needs more, and it is signed and sent back.
  if (nonce === undefined || !/^r=[\x21-\x2b\x2d-\x7e]{1,512}$/.test(nonce))
    return protocolFault(
      'malformed client-first-message: r= with a nonce of 1 to 512 printable characters is missing',
    );
  const gs2Header = `${flag ?? ''},,`;
  return { ok: true, gs2Header, bare: message.slice(gs2Header.length), user, clientNonce: nonce.slice(2) };
};
