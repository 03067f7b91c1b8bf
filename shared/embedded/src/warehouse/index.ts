export { openWarehouse, type EmbeddedWarehouse, type WarehouseOptions } from './warehouse.ts';
