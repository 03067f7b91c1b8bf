import { gzipSync } from 'node:zlib';
import { startsAsMember } from '@sluice/core/archive';
import { archivePrefix } from '@sluice/core/layout';
import type { Archive, Clock, DeliveredRecord, Stage } from '@sluice/core/ports';
import { hourOf, startOfHour } from '@sluice/core/time';
import { SluiceError } from '@sluice/core/failure';
import { durableFolders } from '../object-store/durable.ts';
import { onFiles } from '../object-store/file-failure.ts';
import { type MemberFile, mendMembers, openMemberFile } from './member-file.ts';

export interface ArchiveOptions {
  /** The root of the object store: files are `<folder>/archive/<stage>/yyyy/MM/dd/HH/<shard>-<firstSequence>.json.gz`. */
  readonly folder: string;
  readonly clock: Clock;
  /** A file is left for the next one at this size, bytes. @default 64 MB, as a delivery stream's buffer */
  readonly rollBytes?: number;
  /** Whoever appends to a stage: at most one at a time under a name. @default 'archive' */
  readonly owner?: string;
}

export interface EmbeddedArchive extends Archive {
  close(): Promise<void>;
}

/** Records of one shard that arrived in one hour: they go to one file. */
interface Group {
  readonly shard: string;
  readonly hour: string;
  readonly records: DeliveredRecord[];
}

interface OpenFile {
  readonly hour: string;
  readonly file: MemberFile;
}

const namePattern = /^[A-Za-z0-9._-]{1,128}$/;

const checkNames = ({ shard, sequence }: DeliveredRecord): void => {
  if (namePattern.test(shard) && /^\d{1,128}$/.test(sequence)) return;
  throw new SluiceError({
    class: 'ours',
    code: 'BadRecordName',
    message: `a record of shard "${shard}" with sequence "${sequence}" cannot be archived: the shard must be of A-Z a-z 0-9 . _ -, the sequence of digits`,
  });
};

const groupsOf = (records: readonly DeliveredRecord[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const record of records) {
    checkNames(record);
    const { shard } = record;
    const hour = hourOf(record.arrivedAt);
    const key = `${shard} ${hour}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { shard, hour, records: [record] });
    else group.records.push(record);
  }
  return [...groups.values()];
};

/** Bytes that are no gzip would hide all that is appended behind them from zcat: they are kept as the content of a member of their own. */
const asMember = ({ data }: DeliveredRecord): Uint8Array =>
  startsAsMember(data) ? data : gzipSync(Buffer.concat([data, Buffer.from('\n')]));

/** After its hour a file gets no more records, but for redeliveries, which start a new one. */
const idleMs = 5 * 60_000;

/** The files of one stage that are open, one a shard. */
const openFiles = (stage: Stage, { folder, clock, ...options }: ArchiveOptions) => {
  const owner = `${options.owner ?? 'archive'}-${stage}`;
  const rollBytes = options.rollBytes ?? 64 * 1024 * 1024;
  const folders = durableFolders(folder);
  const files = new Map<string, OpenFile>();

  const close = async (shard: string): Promise<void> => {
    const open = files.get(shard);
    files.delete(shard);
    await open?.file.close();
  };
  return {
    forGroup: async ({ shard, hour }: Group, first: DeliveredRecord): Promise<MemberFile> => {
      const open = files.get(shard);
      if (open?.hour === hour && open.file.length < rollBytes) return open.file;
      await close(shard);
      const key = `${archivePrefix(stage, startOfHour(hour))}${shard}-${first.sequence}.json.gz`;
      const file = await openMemberFile(folder, folders, owner, key);
      files.set(shard, { hour, file });
      return file;
    },
    closeIdle: async (): Promise<void> => {
      for (const [shard, { hour }] of files)
        if (startOfHour(hour) + 3_600_000 + idleMs < clock.now()) await close(shard);
    },
    close: async (): Promise<void> => {
      for (const shard of [...files.keys()]) await close(shard);
    },
    /** Mends what a run before left. */
    mend: () => mendMembers(folder, owner),
  };
};

/** Appends to one stage. */
const stageWriter = (stage: Stage, options: ArchiveOptions) => {
  const files = openFiles(stage, options);
  let isMended = false;
  return {
    append: async (records: readonly DeliveredRecord[]): Promise<void> => {
      if (!isMended) await files.mend();
      isMended = true;
      for (const group of groupsOf(records)) {
        const [first] = group.records;
        if (first === undefined) continue;
        const file = await files.forGroup(group, first);
        await file.append(group.records.map(asMember));
      }
      await files.closeIdle();
    },
    close: files.close,
  };
};

/** Runs calls one after the other: a file must not be closed or rolled while another call appends to it. */
const oneByOne = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(action: () => Promise<T>): Promise<T> => {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  };
};

/**
 * The archive on files, by the hour a record arrived in. Redelivered records are appended again. What an append that was killed left
 * is cut off before the next append to that stage. `append` throws OutOfService when the disk is away or full; some of the records
 * may be archived then.
 */
export const openArchive = (options: ArchiveOptions): EmbeddedArchive => {
  const stages = {
    raw: { writer: stageWriter('raw', options), inTurn: oneByOne() },
    staged: { writer: stageWriter('staged', options), inTurn: oneByOne() },
  };
  return {
    append: (stage, records) =>
      onFiles(`append to the ${stage} archive in ${options.folder}`, () =>
        stages[stage].inTurn(() => stages[stage].writer.append(records)),
      ),
    close: async () => {
      for (const { writer, inTurn } of Object.values(stages)) await inTurn(() => writer.close());
    },
  };
};
