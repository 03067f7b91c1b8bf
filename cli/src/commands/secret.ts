import { textOf } from '../client/call.ts';

/** A new key as it is shown, this once, ready to be pasted into a shell. */
export const secretNote = (answer: unknown, role: string): string => {
  const id = textOf(answer, 'accessKeyId') ?? '';
  const secret = textOf(answer, 'secretAccessKey') ?? '';
  return `access key id      ${id}   (role ${role})
secret access key  ${secret}   (not shown again)

To use this key in a shell:
  export AWS_ACCESS_KEY_ID=${id}
  export AWS_SECRET_ACCESS_KEY=${secret}
`;
};
