import { SluiceError } from '@sluice/core/failure';
import { isTenantId, type TenantId } from '@sluice/core/layout';

/** What a load's id says. */
export interface LoadName {
  readonly loadId: string;
  readonly sequence: number;
  readonly tenant: TenantId;
  readonly metric: string;
}

const pattern = /^([1-9][0-9]{0,14})-([0-9A-HJKMNP-TV-Z]{26})-([mu]_[0-9A-HJKMNP-TV-Z]{26})$/;

/** Reads `<sequence>-<tenant>-<metric>`; undefined when it is none. */
export const readLoadId = (loadId: string): LoadName | undefined => {
  const [, sequence = '', tenant = '', metric = ''] = pattern.exec(loadId) ?? [];
  return isTenantId(tenant) ? { loadId, sequence: Number(sequence), tenant, metric } : undefined;
};

/** As {@link readLoadId}. Throws SluiceError `BadLoadId`. */
export const parseLoadId = (loadId: string): LoadName => {
  const name = readLoadId(loadId);
  if (name !== undefined) return name;
  const shown = JSON.stringify(loadId.slice(0, 200));
  throw new SluiceError({
    class: 'ours',
    code: 'BadLoadId',
    message: `${shown} is no load's id: <sequence>-<tenant>-<metric>`,
  });
};
