import { hash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionVariables } from '@sluice/core/layout';
import { run } from './command.ts';
import { startMoto } from './moto.ts';
import { notApplied } from './not-applied.ts';
import { addressesOf, readStack, relaxed, unprotected, without } from './relaxed.ts';
import { emptyZip, smallStack } from './small-stack.ts';
import { Terraform } from './terraform.ts';

const root = join(import.meta.dirname, '../..');

/** What was done, step by step. */
export interface Applied {
  readonly source: string;
  /** In words: how the copy differs from the stack. */
  readonly changes: readonly string[];
  readonly planned: number;
  readonly applied: number;
  /** Addresses that were planned and not applied. */
  readonly left: readonly string[];
  /** Their types, of those that moto cannot apply. */
  readonly leftTypes: readonly string[];
  /** What refers to them, and so was left out too. */
  readonly leftAddresses: readonly string[];
  /** Whether Terraform refused to destroy the stack as it is. */
  readonly guarded: boolean;
  /** `terraform plan -detailed-exitcode` after the apply: 0 is no changes. */
  readonly secondPlan: { readonly code: number; readonly text: string };
}

type Tell = (line: string) => void;

/** Zips without files, for a machine on which the functions are not built: the plan is the same but for their hashes. */
const standIns = (folder: string): string => {
  const sha256 = hash('sha256', emptyZip, 'base64');
  const target = join(folder, 'functions');
  mkdirSync(target);
  for (const name of [...Object.keys(functionVariables), 'query']) {
    writeFileSync(join(target, `${name}.zip`), emptyZip);
    writeFileSync(join(target, `${name}.json`), JSON.stringify({ sha256 }));
  }
  writeFileSync(join(target, 'etl-runner.py'), '');
  writeFileSync(join(target, 'etl-runner.json'), JSON.stringify({ sha256 }));
  return target;
};

/**
 * The dev stack, synthesized anew into a folder, or while there is none a small stack of the same kinds.
 * @throws Error with what the synth said
 */
const prepare = async (folder: string) => {
  if (!existsSync(join(root, 'infra/src/main.ts'))) {
    writeFileSync(join(folder, 'empty.zip'), emptyZip);
    return { source: 'a small stack, because infra/ is not there', at: folder, stack: smallStack() };
  }
  const built = join(root, 'dist/functions');
  const functions = existsSync(built) ? built : standIns(folder);
  const args = ['infra/src/main.ts', '--out', join(folder, 'out'), '--functions', functions];
  const { code, text } = await run(process.execPath, args, { cwd: root });
  if (code !== 0) throw new Error(`synth ended with ${code}:\n${text}`);
  const at = join(folder, 'out/stacks/pipeline-dev');
  const source = `pipeline-dev${functions === built ? '' : ', its functions empty because they are not built'}`;
  return { source, at, stack: readStack(join(at, 'cdk.tf.json')) };
};

/**
 * init, validate, plan, apply, a second plan, destroy: with the real Terraform and provider, against a moto server of its own. The
 * folder and the server are gone afterwards, whatever happened.
 * @throws Error with what Terraform said, at the step that failed
 */
export const applyAll = async (tell: Tell): Promise<Applied> => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-apply-'));
  const moto = await startMoto();
  try {
    const { source, at, stack: product } = await prepare(folder);
    const { stack, changes } = relaxed(product);
    tell(`stack: ${source}`);
    for (const change of changes) tell(`in the copy: ${change}`);
    const file = join(at, 'cdk.tf.json');
    const write = (one: object) => writeFileSync(file, JSON.stringify(one, null, 2));
    write(stack);
    const terraform = new Terraform(at, moto.url);
    const step = async (name: string, done: Promise<unknown>) => {
      await done;
      tell(`${name}: done`);
    };
    await step('init', terraform.init());
    await step('validate', terraform.do('validate'));
    await step('plan of everything', terraform.do('plan', '-out=plan.out'));
    const cut = without(stack, new Set(notApplied.keys()));
    const left = new Set(cut.left.map((address) => address.split('.')[0] ?? ''));
    const leftTypes = [...left].filter((type) => notApplied.has(type)).toSorted();
    for (const type of leftTypes) tell(`not applied: ${type} (${notApplied.get(type) ?? ''})`);
    write(cut.stack);
    await step('apply', terraform.do('apply', '-auto-approve', '-parallelism=20'));
    const second = await terraform.try('plan', '-detailed-exitcode');
    tell(`second plan: exit code ${second.code}`);
    const guarded = (await terraform.try('plan', '-destroy')).text.includes('prevent_destroy');
    tell(`a destroy of it as it is: ${guarded ? 'refused by prevent_destroy' : 'not refused'}`);
    write(unprotected(cut.stack));
    await step('apply without protection', terraform.do('apply', '-auto-approve', '-parallelism=20'));
    await step('destroy', terraform.do('destroy', '-auto-approve'));
    return {
      source,
      changes,
      planned: addressesOf(stack.resource).length,
      applied: addressesOf(cut.stack.resource).length,
      left: cut.left,
      leftTypes,
      leftAddresses: cut.left.filter((address) => !notApplied.has(address.split('.')[0] ?? '')),
      guarded,
      secondPlan: { code: second.code, text: second.text },
    };
  } finally {
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
