import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * `npm run bench:fold -- profiles`: folds the CPU profiles that `npm run bench:ingest -- --profile` left (one a thread) into lines of
 * `thread;outer;inner microseconds`, which inferno-flamegraph or flamegraph.pl draw. Time without work is left out.
 */
interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const root = resolve(import.meta.dirname, '../..');

/** Threads in the order of their numbers in a profile's name. */
const threads = ['front door', 'store', 'validate'];

const nameOf = ({ callFrame: { functionName, url } }: Node): string => {
  const file = url.replace(`file://${root}/`, '').replace(/^.*node_modules\//, '');
  return `${functionName === '' ? 'anonymous' : functionName}${file === '' ? '' : ` (${file})`}`.replaceAll(
    ';',
    ',',
  );
};

const stackOf = (node: Node, parents: ReadonlyMap<number, Node>): string => {
  const names: string[] = [];
  for (let at: Node | undefined = node; at !== undefined; at = parents.get(at.id)) names.unshift(nameOf(at));
  return names.slice(1).join(';');
};

const fold = (file: string, thread: string): Map<string, number> => {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
  );
  const folded = new Map<string, number>();
  for (const [i, sample] of profile.samples.entries()) {
    const node = byId.get(sample);
    if (node === undefined || ['(idle)', '(program)', '(root)'].includes(node.callFrame.functionName))
      continue;
    const stack = `${thread};${stackOf(node, parents)}`;
    folded.set(stack, (folded.get(stack) ?? 0) + (profile.timeDeltas[i] ?? 0));
  }
  return folded;
};

const folder = process.argv[2] ?? 'profiles';
for (const name of readdirSync(folder)
  .filter((one) => one.endsWith('.cpuprofile'))
  .sort()) {
  const thread = threads[Number(/\.(\d+)\.\d+\.cpuprofile$/.exec(name)?.[1])] ?? 'another thread';
  for (const [stack, microseconds] of fold(join(folder, name), thread))
    console.log(`${stack} ${microseconds}`);
}
