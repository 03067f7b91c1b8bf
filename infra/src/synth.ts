import { environments, type Environment } from '@sluice/core/layout';
import { App } from 'cdktf';
import { settingsOf, type Settings } from './environments.ts';
import type { ArtifactSource } from './modules/functions.ts';
import { PipelineStack } from './pipeline-stack.ts';

export interface SynthProps {
  /** Where the stacks are written: `cdktf.out`. */
  readonly outdir: string;
  readonly week: string;
  readonly artifact: ArtifactSource;
  /** @default those of environments.ts */
  readonly settings?: Readonly<Record<Environment, Settings>>;
}

/** An app with a stack for each environment, `pipeline-dev` and so on. */
export const makeApp = ({ outdir, week, artifact, settings = settingsOf }: SynthProps): App => {
  const app = new App({ outdir });
  for (const environment of environments)
    new PipelineStack(app, `pipeline-${environment}`, {
      environment,
      settings: settings[environment],
      week,
      artifact,
    });
  return app;
};
