export { redshiftWarehouse, type RedshiftWarehouseOptions } from './redshift-warehouse.ts';
export type { DataApi } from './data-api.ts';
export { redshiftData } from './client.ts';
