import { pino } from 'pino';

/** As the configuration takes them. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The configuration is read later, and reports a level that does not exist together with everything else. */
const levelAtFirst = logLevels.find((level) => level === process.env['LOG_LEVEL']) ?? 'info';

/**
 * Structured logs, one JSON line each. What is logged is named field by field; bodies, passwords, tokens, variables and
 * addresses have no field, so they cannot slip in. The level is set once the configuration is read.
 */
export const logger = pino({
  name: 'porchlight',
  level: levelAtFirst,
  base: { pid: process.pid },
  redact: { paths: ['*.password', '*.token', '*.body', '*.authorization', 'password', 'token', 'body'], remove: true },
});

export type Logger = typeof logger;
