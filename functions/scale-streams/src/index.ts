/** The capacity of streams, which follows demand. */
export { scaleStreams, type ScaleStreamsServices, type StreamAction } from './tick.ts';
export { defaultThrottledUnitPrice, type StreamSettings } from './settings.ts';
export { decide, type Decision, type Seen } from './decide.ts';
