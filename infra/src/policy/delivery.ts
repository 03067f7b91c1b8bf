import { at, textAt } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import { referred } from './stack.ts';

const deliveries = 'aws_kinesis_firehose_delivery_stream';
const logging = 'extended_s3_configuration.cloudwatch_logging_options';
const standard = 'make it with standards/delivery-stream.ts';

export const delivery: readonly Rule[] = [
  each(
    'what cannot be delivered has a place of its own',
    deliveries,
    ({ attributes }) => {
      const below = textAt(attributes, 'extended_s3_configuration.error_output_prefix');
      const folder = textAt(attributes, 'extended_s3_configuration.prefix');
      return (
        unless(below !== '', 'it has no prefix for what it cannot deliver') ??
        unless(
          folder !== '' && !below.startsWith(folder.split('!')[0] ?? ''),
          'what it cannot deliver lies among what it did',
        )
      );
    },
    standard,
  ),
  each(
    'deliveries are logged',
    deliveries,
    ({ attributes }, stack) =>
      unless(
        at(attributes, `${logging}.enabled`) === true &&
          referred(stack, at(attributes, `${logging}.log_group_name`))?.type === 'aws_cloudwatch_log_group' &&
          textAt(attributes, `${logging}.log_stream_name`) !== '',
        'nobody could tell why a delivery failed',
      ),
    standard,
  ),
  each(
    'deliveries are gzip as they come',
    deliveries,
    ({ attributes }) =>
      unless(
        textAt(attributes, 'extended_s3_configuration.compression_format') === 'UNCOMPRESSED' &&
          at(attributes, 'extended_s3_configuration.processing_configuration.enabled') !== true,
        'it would compress, or change, what is gzip already',
      ),
    standard,
  ),
];
