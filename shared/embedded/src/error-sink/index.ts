export { type EmbeddedErrorSink, type ErrorSinkOptions, openErrorSink } from './error-sink.ts';
