import { stage, type Target } from '@sluice/core/warehouse';

/** With the target's types, sizes and distribution. */
export const createStage = ({ table }: Target): string => `CREATE TEMP TABLE ${stage} (LIKE ${table})`;
