import type { SupportResource } from '#forum';
import type { SupportTopic } from '../screening/index.js';
import { countries, elsewhere, type HelpTopic, type Service } from './services.js';

/** What the detectors speak of, in the terms of the services. */
const helpFor: Readonly<Record<SupportTopic, readonly HelpTopic[]>> = {
  SUICIDE: ['SELF_HARM', 'DANGER'],
  SELF_HARM: ['SELF_HARM'],
  EATING: ['SELF_HARM'],
  ABUSE: ['ABUSE'],
  NEGLECT: ['ABUSE'],
  RUNAWAY: ['ABUSE', 'DANGER'],
  EXPLOITATION: ['ABUSE', 'GROOMING'],
  FORCED_MARRIAGE: ['ABUSE', 'DANGER'],
  ONLINE_SAFETY: ['GROOMING'],
  IMAGE_ABUSE: ['GROOMING', 'ABUSE'],
  VIOLENCE: ['DANGER', 'ABUSE'],
};

/**
 * What stands above the resources, wherever they are shown. Whoever wrote is never accused, and is not told what spoke:
 * it says that we look, and that help is there meanwhile (domain 2.5).
 */
export const supportWording = 'We are checking this; here is help now.';

/** More than these are not read by somebody in distress. */
const most = 5;

export interface SupportQuestion {
  /** ISO 3166, of the program: `GB`, `US-CA`. */
  jurisdiction: string;
  /** Null where it is not known: then services for children and for adults are both named. */
  ageYears: number | null;
  /** Of the detectors or of the services; none of them: help for whatever it is. */
  topics: readonly (SupportTopic | HelpTopic)[];
}

/**
 * Crisis services for a person, most fitting first, at most five; the emergency number is always among them, and comes
 * first where there is danger. Never empty.
 */
export function supportResourcesFor({ jurisdiction, ageYears, topics }: SupportQuestion): SupportResource[] {
  const country = countries[jurisdiction.slice(0, 2).toUpperCase()] ?? elsewhere;
  const wanted = new Set<HelpTopic>(topics.flatMap((topic) => (isHelp(topic) ? [topic] : helpFor[topic])));
  const fitting = country.services
    .filter((service) => isFor(service, ageYears))
    .filter(({ topics: good }) => wanted.size === 0 || good.length === 0 || good.some((topic) => wanted.has(topic)))
    .slice(0, most - 1);
  const listed = wanted.has('DANGER') ? [country.emergency, ...fitting] : [...fitting, country.emergency];
  return listed.map(({ title, url, phone }) => ({ title, url, phone }));
}

const services: ReadonlySet<string> = new Set<HelpTopic>(['SELF_HARM', 'ABUSE', 'DANGER', 'BULLYING', 'GROOMING']);
const isHelp = (topic: SupportTopic | HelpTopic): topic is HelpTopic => services.has(topic);

const isFor = ({ from, to }: Service, age: number | null): boolean =>
  age === null || ((from === undefined || age >= from) && (to === undefined || age <= to));
