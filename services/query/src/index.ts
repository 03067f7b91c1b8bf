export * from './sql-session.ts';
export { createQueryService, type QueryService, type QueryServiceOptions } from './service.ts';
export { LakeCache, openLakeCache, type LakeCacheOptions } from './tenant/lake-cache.ts';
export { lakeInFolder, lakeSource, type LakePlaces, type LakeSource } from './tenant/lake-source.ts';
export { defaultLimits, type QueryLimits } from './tenant/limits.ts';
export { handleQuery, type QueryCallServices, type StreamedResult } from './rest/handle-query.ts';
export { databaseName, serverVersion, defaultSettings } from './session/settings.ts';
export {
  loadOrMakeCertificate,
  startWire,
  type Login,
  type Wire,
  type WireOptions,
} from './postgres/index.ts';
