import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { elementsOf, membersOf, parsed, textOf } from '../../client/call.ts';
import { CliFailure, messageOf, systemCodeOf } from '../../failure.ts';
import type { Place } from '../batch.ts';
import { outcomes, type Reason, type Tally } from '../tally.ts';

/** How far a send has come, kept beside its file until it is done. */
export interface Progress {
  /** Everything before it is acknowledged. */
  readonly place: Place;
  /** The key that signed. An event's identity holds its sender: another key's repetition would be another event. */
  readonly accessKeyId: string;
  readonly metric: string | undefined;
  readonly tally: Tally;
}

/** Where the progress of a file's sending is kept. */
export const progressPath = (file: string): string => `${file}.sluice-progress`;

const wholeAt = (value: unknown, name: string): number | undefined => {
  const member = membersOf(value).get(name);
  return typeof member === 'number' && Number.isSafeInteger(member) && member >= 0 ? member : undefined;
};

const reasonOf = (value: unknown): Reason | undefined => {
  const outcome = outcomes.find((name) => name === textOf(value, 'outcome'));
  const count = wholeAt(value, 'count');
  const line = wholeAt(value, 'line');
  if (outcome === undefined || count === undefined || line === undefined) return undefined;
  return { outcome, count, line, code: textOf(value, 'code') ?? '', message: textOf(value, 'message') ?? '' };
};

const tallyOf = (value: unknown): Tally => {
  const counts = membersOf(value).get('counts');
  const reasons = elementsOf(membersOf(value).get('reasons')).map(reasonOf);
  return {
    counts: {
      accepted: wholeAt(counts, 'accepted') ?? 0,
      warnings: wholeAt(counts, 'warnings') ?? 0,
      rejected: wholeAt(counts, 'rejected') ?? 0,
      unreadable: wholeAt(counts, 'unreadable') ?? 0,
    },
    reasons: reasons.filter((reason) => reason !== undefined),
  };
};

const parse = (text: string): Progress | undefined => {
  const value = parsed(text);
  const rows = wholeAt(value, 'rows');
  const sha256 = textOf(value, 'sha256');
  const accessKeyId = textOf(value, 'accessKeyId');
  if (wholeAt(value, 'v') !== 1 || rows === undefined || sha256 === undefined || accessKeyId === undefined)
    return undefined;
  const tally = tallyOf(membersOf(value).get('tally'));
  return { place: { rows, sha256 }, accessKeyId, metric: textOf(value, 'metric'), tally };
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw new CliFailure(`cannot read ${path}: ${messageOf(error)}; to send all of the file, add --restart`);
  }
};

const requireSameSend = (
  path: string,
  kept: Progress,
  now: Pick<Progress, 'accessKeyId' | 'metric'>,
): void => {
  if (kept.accessKeyId !== now.accessKeyId)
    throw new CliFailure(
      `${path} tells of an interrupted send with the key ${kept.accessKeyId}, this one is ${now.accessKeyId}; go on with that key, or send all of it with --restart`,
    );
  if (kept.metric !== now.metric)
    throw new CliFailure(
      `${path} tells of an interrupted send ${kept.metric === undefined ? 'without --metric' : `with --metric ${kept.metric}`}; go on with the same, or send all of it with --restart`,
    );
};

/**
 * The progress of an earlier send of the file, if one was interrupted.
 * @throws CliFailure when it was another key's or for another metric, or it cannot be read
 */
export const readProgress = (
  file: string,
  now: Pick<Progress, 'accessKeyId' | 'metric'>,
): Progress | undefined => {
  const path = progressPath(file);
  const text = read(path);
  if (text === undefined) return undefined;
  const kept = parse(text);
  if (kept === undefined)
    throw new CliFailure(`${path} is damaged; delete it, or send all of the file with --restart`);
  requireSameSend(path, kept, now);
  return kept;
};

/** Replaces the progress whole, so that a crash leaves the one before. */
export const writeProgress = (file: string, { place, accessKeyId, metric, tally }: Progress): void => {
  const path = progressPath(file);
  writeFileSync(`${path}.new`, `${JSON.stringify({ v: 1, ...place, accessKeyId, metric, tally })}\n`);
  renameSync(`${path}.new`, path);
};

/** Forgets a send that is done. */
export const removeProgress = (file: string): void => {
  rmSync(progressPath(file), { force: true });
};
