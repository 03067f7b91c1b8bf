import { existsSync } from 'node:fs';
import { run, type Ended } from './command.ts';
import { hasMoto } from './moto.ts';

/** The official provider in the plugin mirror; the product pins a newer one, which needs the registry. */
export const mirrored = '5.100.0';

/** What is missing on this machine for a real Terraform run; undefined when nothing is. */
export const missing = async (): Promise<string | undefined> => {
  const plugins = process.env['SLUICE_TERRAFORM_PLUGINS'] ?? '';
  if (plugins === '') return 'SLUICE_TERRAFORM_PLUGINS names no folder with provider plugins';
  if (!existsSync(plugins)) return 'the folder of SLUICE_TERRAFORM_PLUGINS is not there';
  try {
    await run('terraform', ['version'], { cwd: import.meta.dirname, env: quiet });
  } catch {
    return 'terraform is not on the path';
  }
  return (await hasMoto()) ? undefined : 'python3 has no moto server (pip install "moto[server]")';
};

/** No settings, credentials or plugins of the machine: only what the test hands in. */
const quiet: Readonly<Record<string, string>> = {
  TF_CLI_CONFIG_FILE: '/dev/null',
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
  CHECKPOINT_DISABLE: '1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_PROFILE: '',
};

/** Terraform in a folder, every service at one endpoint. */
export class Terraform {
  readonly #folder: string;
  readonly #endpoint: string;

  constructor(folder: string, endpoint: string) {
    this.#folder = folder;
    this.#endpoint = endpoint;
  }

  /** Any command, with the exit code it ended with. */
  try(...args: readonly string[]): Promise<Ended> {
    return run('terraform', [...args, '-no-color'], {
      cwd: this.#folder,
      env: { ...quiet, AWS_ENDPOINT_URL: this.#endpoint },
    });
  }

  /** @throws Error with what Terraform said, when it did not end with 0 */
  async do(...args: readonly string[]): Promise<string> {
    const { code, text } = await this.try(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${code}:\n${text.slice(-6_000)}`);
    return text;
  }

  init(): Promise<string> {
    return this.do('init', `-plugin-dir=${process.env['SLUICE_TERRAFORM_PLUGINS'] ?? ''}`);
  }

  /** The JSON of a plan of what is in the folder. */
  async planned(...args: readonly string[]): Promise<string> {
    await this.do('plan', '-out=plan.out', ...args);
    const { code, stdout, text } = await this.try('show', '-json', 'plan.out');
    if (code !== 0) throw new Error(text);
    return stdout;
  }
}
