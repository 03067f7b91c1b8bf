const groups = ['stream', 'schema', 'batch', 'meta', 'read', 'query', 'ops'] as const;

/**
 * The path below `/v1`, in both forms that are answered: `/v1/stream/event` and the original's `/stream/v1/stream/event` both give
 * `stream/event`. Undefined when it is neither.
 */
export const routeOf = (rawPath: string): string | undefined => {
  const segments = rawPath.split('/');
  if (segments[1] === 'v1') return segments.slice(2).join('/');
  const group = groups.some((name) => name === segments[1]);
  return group && segments[2] === 'v1' ? segments.slice(3).join('/') : undefined;
};
