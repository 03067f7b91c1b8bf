export { fileCheckpoints, type Checkpoints } from './checkpoints.ts';
export { startMapping, type Mapping, type MappingOptions, type MappingSettings } from './mapping.ts';
export { defaultMapping } from './settings.ts';
