import { readFileSync } from 'node:fs';
import { ConfigError, configSchema, exampleEnvironment, readConfig } from '#platform';

describe('the configuration', () => {
  it('is described by .env.example, as it is printed from the schema', () => {
    const committed = readFileSync('.env.example', 'utf8');
    expect(committed).toBe(exampleEnvironment());
  });

  it('has a sentence on every variable', () => {
    const silent = Object.entries(configSchema.shape).filter(([, field]) => !field.description);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('tells all that is wrong at once, and no value', () => {
    const environment = {
      PORT: 'eighty',
      DATABASE_URL: 'mysql://root:hunter2@localhost/x',
      RATE_LIMITS: 'perhaps',
      LOG_LEVEL: 'loud',
    };
    const refused = (): unknown => readConfig(environment);
    expect(refused).toThrow(ConfigError);
    try {
      refused();
    } catch (error) {
      const { problems, message } = error as ConfigError;
      expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(Object.keys(environment).sort());
      for (const value of Object.values(environment)) expect(message).not.toContain(value);
    }
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' }).values).toMatchObject({ PORT: 3000, HOST: '127.0.0.1' });
  });

  it('needs nothing to be set', () => {
    expect(() => readConfig({})).not.toThrow();
  });
});
