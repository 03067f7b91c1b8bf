/** Ports of the query service: on an instance, and on its load balancer. */
export const ports = {
  /** The gateway's requests and health checks, on an instance. */
  rest: 8_080,
  /** What Beanstalk's default listener has; behind it is `rest`. */
  restListener: 80,
  /** The Postgres wire, on both. */
  sql: 5_439,
} as const;
