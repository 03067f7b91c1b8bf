/** A resource as Terraform reads it. */
export interface Resource {
  /** `aws_kinesis_stream` */
  readonly type: string;
  /** `type.name` */
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** All resources of an environment. */
export type Stack = readonly Resource[];

/** Type to local name to attributes: what is below `resource` in the synthesized JSON. */
export type RenderedResources = Readonly<Record<string, Readonly<Record<string, Resource['attributes']>>>>;

export const stackOf = (rendered: RenderedResources): Stack =>
  Object.entries(rendered).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => ({ type, address: `${type}.${name}`, attributes })),
  );

export const ofType = (stack: Stack, ...types: readonly string[]): Stack =>
  stack.filter(({ type }) => types.includes(type));

/** The resource that a text refers to: `${aws_kms_key.keys_tables_1F.arn}`. Undefined for a name, an ARN, or what is not in the stack. */
export const referred = (stack: Stack, value: unknown): Resource | undefined => {
  const [, address] = typeof value === 'string' ? (/^\$\{([a-z0-9_]+\.[\w-]+)\./.exec(value) ?? []) : [];
  return stack.find((one) => one.address === address);
};

/** The resource of a type that is about another one: the policy of a bucket. `attribute` is where it refers to it. */
export const about = (
  stack: Stack,
  type: string,
  attribute: string,
  { address }: Resource,
): Resource | undefined =>
  ofType(stack, type).find(({ attributes }) => referred(stack, attributes[attribute])?.address === address);
