import { isFileName } from '@sluice/core/files';
import { Refusal } from '@sluice/core/http';

/** The name of a file as a client gives it: it becomes part of keys. Throws Refusal 400. */
export const fileNamed = (name: string): string => {
  if (isFileName(name)) return name;
  throw new Refusal(
    400,
    `a file is named by 1 to 200 letters, digits, '.', '_' and '-', a letter or digit first; ${JSON.stringify(name.slice(0, 100))} is no such name`,
  );
};
