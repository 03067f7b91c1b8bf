import { gunzipSync } from 'node:zlib';
import type { ReplayTarget } from '@sluice/core/archive';
import { readRawLine, readStagedLine, writeRawLine, writeStagedLine } from '@sluice/core/forms';
import { archivePrefix, undeclaredMetricId, type TenantId } from '@sluice/core/layout';
import type { EventStream, ObjectStore, Stage } from '@sluice/core/ports';
import { toMember } from '@sluice/core/stream';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { memoryArchiveObjects } from '@sluice/testing/memory/archive-objects';
import { memoryEventStream } from '@sluice/testing/memory/event-stream';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import {
  defaultLateHours,
  replayArchive,
  type ArchiveReplayed,
  type ArchiveRequest,
  type ArchiveServices,
  type ReplayArchiveOptions,
} from '../index.ts';
import type { Faces } from './faults.ts';

export const hourMs = 3_600_000;
/** The beginning of the hour that is replayed; it is read a day and a half later. */
export const from = Date.UTC(2026, 10, 23, 3);

export interface Sent {
  readonly tenant?: TenantId;
  readonly recordId?: string;
  readonly receivedAt?: number;
  readonly events?: number;
}

/** The lines of a record of the raw stream. */
export const rawLines = ({
  tenant = aTenantId(),
  recordId = anId(),
  receivedAt = from,
  events = 2,
}: Sent = {}) =>
  Array.from({ length: events }, (_, index) =>
    writeRawLine(
      { tenant, device: 'd1', recordId, receivedAt },
      index,
      `{"metrictype":"pump","level":${index}}`,
    ),
  ).join('');

export const stagedLines = ({
  tenant = aTenantId(),
  recordId = anId(),
  receivedAt = from,
  events = 2,
}: Sent = {}) =>
  Array.from({ length: events }, (_, index) =>
    writeStagedLine({
      tenant,
      metric: undeclaredMetricId('pump'),
      eventId: `${recordId}-${index}`,
      fingerprint: '0'.repeat(26),
      timestamp: receivedAt,
      receivedAt,
      stagedAt: receivedAt + 5,
      device: 'd1',
      recordId,
      index,
      fields: '{}',
      unknown: '{}',
      as: 'pump',
    }),
  ).join('');

/** What is archived in an hour, each text as a gzip member; bytes are put as they are. */
export const archiveIn = async (
  objects: ObjectStore,
  stage: Stage,
  at: number,
  name: string,
  ...members: readonly (string | Uint8Array)[]
): Promise<string> => {
  const key = `${archivePrefix(stage, at)}${name}.json.gz`;
  const parts = members.map((one) => (typeof one === 'string' ? toMember(one) : one));
  await objects.put(key, Buffer.concat(parts));
  return key;
};

const linesOf = (data: Uint8Array): string[] => gunzipSync(data).toString().trimEnd().split('\n');

/** The lines on a stream, each once, in order of their texts. */
export const linesOn = ({
  records,
}: {
  readonly records: readonly { readonly data: Uint8Array }[];
}): string[] => [...new Set(records.flatMap(({ data }) => linesOf(data)))].sort();

export const linesIn = (...texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.trimEnd().split('\n')).sort();

/** What a line says it is: `recordId:index`. */
export const identityOf = (line: string): string => {
  const head = readRawLine(line) ?? readStagedLine(line);
  return `${head?.recordId}:${head?.index}`;
};

const ample = (stream: EventStream): ReplayTarget => ({
  stream,
  capacity: { spare: () => Promise.resolve(1_000_000) },
});

/** Everything that a replay needs, in memory, with a clock that only waiting moves. */
export const aWorld = (chunkBytes?: number) => {
  let now = from + 36 * hourMs;
  const objects = memoryObjectStore();
  const streams = { raw: memoryEventStream(), staged: memoryEventStream(), other: memoryEventStream() };
  const waits: number[] = [];
  const services: ArchiveServices = {
    archive: memoryArchiveObjects(objects, chunkBytes),
    objects,
    state: memoryStateStore(),
    target: (stage, into) => {
      if (into === undefined) return ample(streams[stage]);
      return into === 'other' ? ample(streams.other) : undefined;
    },
    clock: { now: () => now },
    random: () => 0.5,
    wait: (ms) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
    settings: { sliceMs: 10_000, eventsPerSecond: 1_000_000 },
  };
  return {
    objects,
    streams,
    services,
    waits,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    /** The same, with faults in front of every port that has effects. */
    under: (faces: Faces): ArchiveServices => ({
      ...services,
      archive: faces.archive(services.archive),
      objects: faces.objects(objects),
      state: faces.state(services.state),
      target: (stage) => ample(faces.stream(streams[stage])),
    }),
  };
};
export type World = ReturnType<typeof aWorld>;

export const anHourOf = (overrides: Partial<ArchiveRequest> = {}): ArchiveRequest => ({
  stage: 'raw',
  from,
  to: from + hourMs,
  dryRun: false,
  lateHours: defaultLateHours,
  ...overrides,
});

/** One slice. */
export const once = (
  services: ArchiveServices,
  request: ArchiveRequest,
  options: Partial<ReplayArchiveOptions> = {},
): Promise<ArchiveReplayed> => {
  const target = services.target(request.stage, request.into);
  if (target === undefined) throw new Error('no such stream');
  return replayArchive(request, target, { restart: false, ...options }, services);
};

/** Slices until it is done. */
export const toEnd = async (
  services: ArchiveServices,
  request: ArchiveRequest,
  options: Partial<ReplayArchiveOptions> = {},
): Promise<ArchiveReplayed> => {
  let answer = await once(services, request, options);
  for (let slices = 0; !answer.done && slices < 1_000; slices++)
    answer = await once(services, request, { ...options, restart: false });
  return answer;
};
