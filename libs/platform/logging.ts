import { pino } from 'pino';

/**
 * Structured logs, one JSON line each. What is logged is named field by field; bodies, passwords, tokens, variables and
 * addresses have no field, so they cannot slip in. The level is set once the configuration is read.
 */
export const logger = pino({
  name: 'porchlight',
  level: process.env['LOG_LEVEL'] ?? 'info',
  base: { pid: process.pid },
  redact: { paths: ['*.password', '*.token', '*.body', '*.authorization', 'password', 'token', 'body'], remove: true },
});

export type Logger = typeof logger;
