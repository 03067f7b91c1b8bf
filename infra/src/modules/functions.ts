import { functionVariables, type FunctionName } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { ImpossibleSetting } from '../errors.ts';
import { wholeNumber } from '../standards/checked.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { Lambda, type Artifact } from '../standards/lambda.ts';
import { Wake } from '../standards/wake.ts';
import { EventSource } from './event-source.ts';
import { QueueSource } from './queue-source.ts';
import { consumers, functionParts, type Consumer } from './functions/all.ts';
import type { Parts } from './functions/part.ts';

/** What `npm run build` makes a zip of. */
export type ArtifactName = FunctionName | 'query' | 'etl-runner';

/** A zip and its hash. The real one reads what `npm run build` made; tests give constants. */
export type ArtifactSource = (scope: Construct, name: ArtifactName) => Artifact;

export interface FunctionsProps {
  readonly parts: Parts;
  readonly settings: Settings;
  readonly artifact: ArtifactSource;
  readonly key: EncryptionKey;
}

const isName = (name: string): name is FunctionName => name in functionVariables;
export const functionNames: readonly FunctionName[] = Object.keys(functionVariables).filter(isName);

/** Every function, each with its role, its log and what calls it, where that is a stream. */
export class Functions extends Construct {
  readonly #props: FunctionsProps;
  readonly #functions = new Map<FunctionName, Lambda>();
  /** Those that the clock wakes less often than each minute: their failures are far apart. */
  readonly seldom = new Set<FunctionName>();

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    this.#props = props;
    checkAccount(props.settings);
    for (const name of functionNames) this.#functions.set(name, this.#make(name));
    for (const name of consumers) this.#feed(name);
    for (const name of functionNames) this.#wake(name);
  }

  get(name: FunctionName): Lambda {
    const made = this.#functions.get(name);
    if (made === undefined) throw new ImpossibleSetting(`there is no function ${name}`);
    return made;
  }

  #make(name: FunctionName): Lambda {
    const { parts, settings, artifact, key } = this.#props;
    const part = functionParts[name];
    const { description, memoryMegabytes, timeoutSeconds } = part;
    const made = new Lambda(this, name, {
      deployment: parts.deployment,
      part: name,
      description,
      artifact: artifact(this, name),
      variables: part.variables(parts),
      memoryMegabytes,
      timeoutSeconds,
      reservedConcurrency: settings.concurrency[name],
      key,
      logRetentionDays: settings.logRetentionDays,
    });
    part.allow(made.role, parts);
    return made;
  }

  /** Messages of a queue, the clock, and what services tell. */
  #wake(name: FunctionName): void {
    const { parts, settings } = this.#props;
    const part = functionParts[name];
    const queue = part.takes?.(parts);
    const woken = this.get(name);
    if (queue !== undefined)
      new QueueSource(woken, 'queue', {
        function: woken,
        queue,
        atOnce: settings.concurrency[name],
      });
    for (const [id, when] of Object.entries(part.wakes?.(parts) ?? {})) {
      if (when.schedule !== undefined && when.schedule !== 'rate(1 minute)') this.seldom.add(name);
      new Wake(woken, id, {
        deployment: parts.deployment,
        part: `${name}-${id}`,
        function: woken,
        when,
      });
    }
  }

  #feed(name: Consumer): void {
    const { parts, settings } = this.#props;
    const { consumes = 'raw' } = functionParts[name];
    new EventSource(this.get(name), 'source', {
      name,
      function: this.get(name),
      stream: parts.streams[consumes],
      settings: settings.consumers[name],
      onFailure: parts.buckets.onFailure,
      retentionHours: settings.streams.retentionHours,
    });
    checkConcurrency(name, consumes, settings);
  }
}

/** An account has 1,000 at first, of which 100 cannot be set apart. Apply would find it out half-way. */
const checkAccount = ({ concurrency }: Settings): void => {
  for (const [name, reserved] of Object.entries(concurrency))
    wholeNumber(`the reserved concurrency of the function ${name}`, reserved, 1, 900);
  const sum = Object.values(concurrency).reduce((total, reserved) => total + reserved, 0);
  wholeNumber('the reserved concurrency of all functions', sum, 1, 900);
};

/** A consumer with less than one slot for each shard and part of it falls behind for no reason that a metric shows. */
const checkConcurrency = (name: Consumer, stream: 'raw' | 'staged', settings: Settings): void => {
  const { shards = 1, bounds } = settings.streams[stream];
  const least = (bounds?.most ?? shards) * settings.consumers[name].parallelization;
  const reserved = settings.concurrency[name];
  if (reserved < least)
    throw new ImpossibleSetting(
      `the reserved concurrency of the function ${name} is ${reserved}; it must be at least ${least}: the most shards of the stream ${stream} × parallelization`,
    );
};
