import { SluiceError } from '@sluice/core/failure';
import { filePrefix, fileKey, type FileJob, type FileStates } from '@sluice/core/files';
import { isTenantId } from '@sluice/core/layout';

type Members = ReadonlyMap<string, unknown>;

const membersOf = (value: unknown): Members =>
  new Map<string, unknown>(
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [],
  );

const unknownMessage = (body: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'UnknownMessage',
    message: `a message of the queue is neither a job nor an event of the object store: ${body.slice(0, 200)}`,
  });

const parse = (body: string): Members => {
  try {
    return membersOf(JSON.parse(body));
  } catch {
    throw unknownMessage(body);
  }
};

const jobOf = (message: Members): FileJob | undefined => {
  const [tenant, id, file] = [message.get('tenant'), message.get('id'), message.get('file')];
  if (typeof tenant !== 'string' || !isTenantId(tenant)) return undefined;
  if (typeof id === 'string') return { tenant, id };
  return typeof file === 'string' ? { tenant, file } : undefined;
};

/** Keys of objects that were put, by an event of S3: URL-encoded there, a space as `+`. */
const keysOf = (records: readonly unknown[]): readonly string[] =>
  records.flatMap((record) => {
    const key = membersOf(membersOf(membersOf(record).get('s3')).get('object')).get('key');
    return typeof key === 'string' ? [decodeURIComponent(key.replaceAll('+', ' '))] : [];
  });

const keyPattern = /^files\/tenant=([0-9A-Z]{26})\/([0-9A-Z]{26})$/;

/**
 * The job of an object that was put: an upload whose address we gave. The tenant is the one that the address was given to, since nobody
 * else could put there. Undefined for what no address was given for (files that came in a request), and for an upload whose name has gone
 * to another since.
 */
const uploadJob = async (key: string, states: FileStates): Promise<FileJob | undefined> => {
  const [, tenant = '', upload = ''] = keyPattern.exec(key) ?? [];
  if (!isTenantId(tenant) || !key.startsWith(filePrefix(tenant))) return undefined;
  const file = await states.uploadName(tenant, upload);
  if (file === undefined) return undefined;
  const { document: named } = await states.named(tenant, file);
  return named?.source.key === fileKey(tenant, upload) ? { tenant, file } : undefined;
};

/**
 * The jobs of one message of the queue: one of our own, or an event of the object store, which may come late, twice, or with several.
 * @throws SluiceError of class `ours` for a message that is neither
 */
export const queuedJobs = async (body: string, states: FileStates): Promise<readonly FileJob[]> => {
  const message = parse(body);
  const job = jobOf(message);
  if (job !== undefined) return [job];
  // S3 sends it once, when notifications are set up.
  if (message.get('Event') === 's3:TestEvent') return [];
  const records: unknown = message.get('Records');
  if (!Array.isArray(records)) throw unknownMessage(body);
  const jobs = await Promise.all(keysOf(records).map((key) => uploadJob(key, states)));
  return jobs.filter((one) => one !== undefined);
};
