export { decide, type Age, type Decision, type Seen } from './decide.ts';
export { defaultThrottledUnitPrice, settingsFault, type TableSettings } from './settings.ts';
export { scaleTables, type ScaleTablesServices, type TableAction } from './tick.ts';
