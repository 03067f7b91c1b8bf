export * from './event.ts';
export * from './answer.ts';
export * from './route.ts';
export * from './principal.ts';
export * from './body.ts';
export * from './json.ts';
export * from './options.ts';
