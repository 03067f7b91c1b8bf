/**
 * `ignore_changes` names, checked by the compiler and spelled the way Terraform spells them: cdktf renders the strings unchecked.
 *
 * @example lifecycle: { ignoreChanges: ignoring<KinesisStreamConfig>('shardCount') } // shard_count
 */
// The type parameter is given by the caller: it is what the names are checked against.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export const ignoring = <Config>(...attributes: (keyof Config & string)[]): string[] =>
  attributes.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
