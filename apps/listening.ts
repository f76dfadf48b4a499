import { createServer } from 'node:net';
import type { Config } from '#platform';
import { StartRefused } from './start-refused.js';

const mostSteps = 20;

/** The settings that hold a port. */
export type PortName = 'PORT' | 'WORKER_HEALTH_PORT';

/**
 * The port to listen on. A port that was asked for is had or refused; the default one moves on while it is busy.
 * @param chosen whether somebody set it
 */
export async function choosePort(config: Config, chosen: boolean, name: PortName = 'PORT'): Promise<number> {
  const { [name]: first, HOST: host } = config.values;
  const last = Math.min(first + mostSteps, 65_535);
  for (let port = first; port <= last; port += 1) {
    const problem = await tryPort(port, host);
    if (problem === null) return port;
    if (chosen || codeOf(problem) !== 'EADDRINUSE') throw refusePort(problem, config, name);
  }
  throw new StartRefused(`The ports ${first} to ${last} are all taken: set ${name} to a free one.`);
}

/** Turns the refusal to listen into a line for whoever starts us; another error stays as it is. */
export function refusePort(error: unknown, config: Config, name: PortName = 'PORT'): unknown {
  const { [name]: port, HOST: host } = config.values;
  if ((error as NodeJS.ErrnoException).syscall !== 'listen' && codeOf(error) !== 'ENOTFOUND') return error;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartRefused(
        `${name} ${port} is taken by another program: stop that one, or set ${name} to a free one.`,
      );
    case 'EACCES':
      return new StartRefused(`${name} ${port} needs more rights than this user has: set ${name} to one above 1023.`);
    default:
      return new StartRefused(`HOST ${host} is not an address of this machine (${codeOf(error)}).`);
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** @returns null when the port is free, else the refusal */
async function tryPort(port: number, host: string): Promise<Error | null> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve));
    return null;
  } catch (error) {
    return error as Error;
  } finally {
    if (probe.listening) await new Promise((resolve) => probe.close(resolve));
  }
}
