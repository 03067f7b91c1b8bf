import { stage } from '@sluice/core/warehouse';

/** A session may be used again. */
export const dropStage = (): string => `DROP TABLE ${stage}`;
