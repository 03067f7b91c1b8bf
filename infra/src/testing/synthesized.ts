import { environments, type Environment } from '@sluice/core/layout';
import { App, TerraformResource, Testing } from 'cdktf';
import { settingsOf, type Settings } from '../environments.ts';
import type { ArtifactSource } from '../modules/functions.ts';
import { PipelineStack } from '../pipeline-stack.ts';

/** Attributes of a resource as rendered. */
export type Rendered = Readonly<Record<string, unknown>>;

/** A stack as Terraform reads it. */
export interface Synthesized {
  readonly json: string;
  /** Type to local name to attributes. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, Rendered>>>>;
  /** How many resources the tree has. */
  readonly declared: number;
}

/** Fixed, so that rolling the week changes no snapshot. */
export const testWeek = '2026-w47';

/** No build is needed, and code that changes touches no test. */
export const testArtifact: ArtifactSource = (_, name) => ({
  filename: `${name}.zip`,
  sourceCodeHash: `hash of ${name}`,
});

/** A stack of an environment with some settings changed, through aspects and validations as in an app. */
export const synthesize = (
  environment: Environment,
  changed: Partial<Settings> = {},
  week = testWeek,
  artifact = testArtifact,
): Synthesized => {
  const settings = { ...settingsOf[environment], ...changed };
  const props = { environment, settings, week, artifact };
  const stack = new PipelineStack(new App({ outdir: 'unused' }), `pipeline-${environment}`, props);
  const declared = stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length;
  const json = Testing.synth(stack, true);
  const { resource } = JSON.parse(json) as Pick<Synthesized, 'resource'>;
  return { json, resource, declared };
};

/** Sorted `type.name` lines. */
export const addressesOf = ({ resource }: Synthesized): readonly string[] =>
  Object.entries(resource)
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .toSorted();

/** Resources of a type, by local name. */
export const ofType = ({ resource }: Synthesized, type: string): readonly (readonly [string, Rendered])[] =>
  Object.entries(resource[type] ?? {});

export const all: Readonly<Record<Environment, Synthesized>> = {
  dev: synthesize('dev'),
  staging: synthesize('staging'),
  prod: synthesize('prod'),
};
export { environments };
