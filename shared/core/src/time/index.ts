export * from './hour.ts';
export * from './week.ts';
