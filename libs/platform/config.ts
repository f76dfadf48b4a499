import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { logLevels } from './logging.js';

const port = z.coerce.number().int().min(0).max(65_535);
const isOn = (value: string | undefined): boolean => ['1', 'true', 'on'].includes(value ?? '');
const flag = z.enum(['1', '0', 'true', 'false', 'on', 'off']).transform(isOn);
/** Nobody types that by accident. */
export const demoForced = 'made-up-people-only';
const urlOf = (...schemes: string[]): z.ZodType<string> =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    message: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

/**
 * Every environment variable that Porchlight reads, with its default and meaning. `.env.example` is printed from this
 * schema (`npm run docs`), and a law keeps the two in step.
 */
export const configSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('production switches introspection for anonymous callers and GraphiQL off'),
  PORT: port
    .default(3000)
    .describe('port of HTTP and WebSocket; when unset and 3000 is taken, `npm start` takes the next free one'),
  WORKER_HEALTH_PORT: port
    .default(3001)
    .describe('port of the health of `npm run start:worker`; when unset and 3001 is taken, it takes the next free one'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  PUBLIC_URL: urlOf('http', 'https')
    .optional()
    .describe(
      'where clients reach this server, for links in mail and allowed browser origins; members get mail only with it',
    ),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => (isAbsolute(path) ? path : resolve(path)))
    .describe('folder of the embedded database and the signing keys'),
  DATABASE_URL: urlOf('postgres', 'postgresql')
    .optional()
    .describe('PostgreSQL 15 or newer; unset: `npm start` runs an embedded one under DATA_DIR'),
  MIGRATE: flag
    .default(true)
    .describe(
      '`off`: no program changes the schema as it starts; `npm run migrate` does, as another role of the database',
    ),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(20).describe('connections per process'),
  MEILI_URL: urlOf('http', 'https').optional().describe('Meilisearch; unset: PostgreSQL full text answers searches'),
  MEILI_API_KEY: z
    .string()
    .optional()
    .describe(
      'key for MEILI_URL: the master key, of which two with less rights are made, or one that may search, and do all with documents, indexes, settings and tasks, on MEILI_INDEX*',
    ),
  MEILI_INDEX: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must be at most 40 small letters, digits, hyphens and underscores')
    .default('porchlight')
    .describe('how the names of the indexes begin; each Porchlight that shares a Meilisearch needs its own'),
  REDIS_URL: urlOf('redis', 'rediss')
    .optional()
    .describe('Redis for the live bus and rate limits; unset: PostgreSQL does both'),
  SMTP_URL: urlOf('smtp', 'smtps')
    .optional()
    .describe('mail server; unset: pages are only logged, and members get no mail'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]{3,200}$/, 'must be one line')
    .default('Porchlight <porchlight@localhost>')
    .describe('sender of mail'),
  PAGING_WEBHOOK_URL: urlOf('https', 'http')
    .optional()
    .describe('called when somebody has to be told of danger; https, on the public internet'),
  PAGING_WEBHOOK_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe('key of the signature on PAGING_WEBHOOK_URL, at least 16 characters; needed with it'),
  PAGING_WEBHOOK_PRIVATE: flag
    .default(false)
    .describe('`on`: PAGING_WEBHOOK_URL may also be http, or an address of this machine or a private network'),
  RATE_LIMITS: flag.default(true).describe('`off` for load tests only'),
  DEMO: flag
    .optional()
    .describe(
      '`1`: make the demo community on an empty database, `0`: never; unset: only `npm start` does, outside production',
    ),
  DEMO_IN_PRODUCTION: z
    .literal(demoForced)
    .optional()
    .describe(
      `\`${demoForced}\`: DEMO=1 and \`npm run seed\` also run with NODE_ENV=production; whom they make can never sign in there`,
    ),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .describe(
      "browser origins that may connect, separated by commas; the server's own is always allowed, and any port of localhost while NODE_ENV is not production",
    ),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('number of reverse proxies in front whose X-Forwarded-For is believed'),
  SIGNING_KEYS: z
    .string()
    .optional()
    .describe(
      'JSON Web Key Set (Ed25519, private, newest first) that signs access tokens; unset: made once and kept in DATA_DIR',
    ),
  LOG_LEVEL: z.enum(logLevels).default('info').describe('least level that is logged'),
  SHUTDOWN_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(120)
    .default(10)
    .describe('how long running requests may take to finish at shutdown'),
});

export type ConfigValues = z.output<typeof configSchema>;

/** Read once at start; injected everywhere as this class. */
export class Config {
  constructor(readonly values: ConfigValues) {}
  get development(): boolean {
    return this.values.NODE_ENV !== 'production';
  }
}

/** All faults of the environment at once, one line each. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * @param environment usually `process.env`; empty strings count as unset
 * @throws ConfigError naming every bad variable together, never its value (it may be a secret)
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = configSchema.safeParse(given);
  const problems = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  // Looked at even if something else is wrong: whoever mends it shall need one start, not three.
  for (const { name, test, says } of combinations) {
    const known = problems.some((problem) => problem.startsWith(`${name}:`));
    if (!known && test(given)) problems.push(`${name}: ${says}`);
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return new Config(parsed.data);
}

type Given = Partial<Record<string, string>>;

/** What only two settings together can get wrong. */
const combinations: readonly { name: string; test: (given: Given) => boolean; says: string }[] = [
  {
    name: 'PAGING_WEBHOOK_SECRET',
    test: ({ PAGING_WEBHOOK_URL, PAGING_WEBHOOK_SECRET }) => Boolean(PAGING_WEBHOOK_URL) && !PAGING_WEBHOOK_SECRET,
    says: 'is needed with PAGING_WEBHOOK_URL',
  },
  {
    name: 'DEMO',
    test: ({ NODE_ENV, DEMO, DEMO_IN_PRODUCTION }) =>
      NODE_ENV === 'production' && isOn(DEMO) && DEMO_IN_PRODUCTION !== demoForced,
    says: `is refused with NODE_ENV=production, since its passwords are public; DEMO_IN_PRODUCTION=${demoForced} makes it all the same, and nobody of it can sign in`,
  },
];
