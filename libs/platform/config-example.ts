import { configSchema } from './config.js';

const width = 100;

/** `.env.example`, printed from the schema: what every variable means, commented out at its default. */
export function exampleEnvironment(): string {
  const head =
    'Every environment variable that Porchlight reads. Copy this file to .env, which every program reads; what the environment itself sets counts more. All of them may stay unset. Printed by `npm run docs`.';
  const parts = Object.entries(configSchema.shape).map(([name, field]) => {
    const standard = defaultOf(field);
    return [...comment(field.description ?? ''), `#${name}=${standard}`].join('\n');
  });
  return `${[comment(head).join('\n'), ...parts].join('\n\n')}\n`;
}

/** zod keeps the default where it was written: below the outer layers, which have none of their own. */
function defaultOf(field: unknown): string {
  for (let layer = field as Layer | undefined; layer; layer = layer.def.innerType ?? layer.def.in) {
    if (layer.def.type === 'default') return written(layer.def.defaultValue);
  }
  return '';
}

interface Layer {
  def: { type: string; defaultValue?: string | number | boolean; innerType?: Layer; in?: Layer };
}

const written = (value: string | number | boolean | undefined): string =>
  value === true ? 'on' : value === false ? 'off' : String(value ?? '');

function comment(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length < width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(` ${word}`);
  }
  return lines.map((line) => `#${line}`);
}
