import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Keeps secrets from whoever reads the files, and rows from being changed or swapped by whoever writes them. */
export interface Seal {
  /** @param context what the secret belongs to; it is not stored, but nothing else opens the seal */
  close(secret: string, context: string): string;
  /** The secret, or undefined when key, context or sealed text is not the one it was closed with. */
  open(sealed: string, context: string): string | undefined;
}

/** NIST SP 800-38D: 96-bit nonces, at random, for at most 2^32 seals under one key. */
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM; a sealed text is nonce, ciphertext and tag in base64. */
export const sealWith = (key: Uint8Array): Seal => ({
  close: (secret, context) => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64');
  },
  open: (sealed, context) => {
    const bytes = Buffer.from(sealed, 'base64');
    const tagAt = bytes.length - tagBytes;
    if (tagAt < nonceBytes) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(tagAt));
    try {
      return decipher.update(bytes.subarray(nonceBytes, tagAt)).toString() + decipher.final('utf8');
    } catch {
      return undefined;
    }
  },
});
