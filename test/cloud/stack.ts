import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const reference = /^\$\{(aws_[a-z0-9_]+)\.([\w-]+)\.[a-z_]+\}$/;

/**
 * The synthesized Terraform, read as the services read what Terraform makes of it: the test has no list of its own of names, settings or
 * variables.
 */
export class Stack {
  readonly #resources: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly #folder: string;

  /** @param file `cdk.tf.json` */
  constructor(file: string) {
    const { resource } = JSON.parse(readFileSync(file, 'utf8')) as {
      resource: Record<string, Record<string, Values>>;
    };
    this.#resources = resource;
    this.#folder = dirname(file);
  }

  /** All resources of a type. */
  all(type: string): readonly Values[] {
    return Object.values(this.#resources[type] ?? {});
  }

  /** The resource that a reference such as `${aws_kinesis_stream.raw.arn}` names. */
  at(value: unknown): Values {
    const [, type = '', id = ''] = reference.exec(String(value)) ?? [];
    const found = this.#resources[type]?.[id];
    if (found === undefined) throw new Error(`${String(value)} names no resource of the stack`);
    return found;
  }

  /** The file of a path in the stack. */
  file(path: unknown): string {
    return join(this.#folder, String(path));
  }
}

/** A text among the values of a resource. */
export const textIn = (values: Values, name: string): string => {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`${name} is no text: ${JSON.stringify(value)}`);
  return value;
};

export const numberIn = (values: Values, name: string): number => {
  const value = values[name];
  if (typeof value !== 'number') throw new Error(`${name} is no number: ${JSON.stringify(value)}`);
  return value;
};

/** A block among the values of a resource; an empty one where there is none. */
export const blockIn = (values: Values, name: string): Values => {
  const value = values[name];
  return isValues(value) ? value : {};
};

export type { Values };
