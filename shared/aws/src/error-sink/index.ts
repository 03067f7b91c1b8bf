export { firehoseErrorSink, type FirehoseErrorSinkOptions } from './firehose-error-sink.ts';
