import { Refusal } from '#platform';
import { defaultPolicy, type PolicySettings } from './policy.js';
import type { SetProgramPolicyInput } from './policy.types.js';
import { DEFAULT_ALLOWED_HOSTS } from '../screening/index.js';

const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const host = /^[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9-]{1,63}){1,8}$/;

function list<Item>(field: string, items: readonly Item[], most: number): readonly Item[] {
  if (items.length > most) throw Refusal.invalid(field, `must be at most ${most}`);
  return items;
}

function count(field: string, given: number | null | undefined, before: number, most: number): number {
  if (given == null) return before;
  if (given < 0 || given > most) throw Refusal.invalid(field, `must be from 0 to ${most}`);
  return given;
}

/**
 * The settings that an input asks for, on top of those of before.
 * @throws Refusal INVALID_INPUT
 */
export function settingsFrom(input: SetProgramPolicyInput, before: PolicySettings): PolicySettings {
  const { rules, allowedHosts, shifts, closedOn } = input;
  return {
    rules: rules
      ? [
          ...defaultPolicy.rules,
          ...list('rules', rules, 50).map(({ ageBand, relation, boardKind, mode }) => ({
            ageBand: ageBand ?? null,
            relation: relation ?? null,
            boardKind: boardKind ?? null,
            mode,
          })),
        ]
      : before.rules,
    allowedHosts: allowedHosts ? list('allowedHosts', allowedHosts, 500).map(hostFrom) : before.allowedHosts,
    trustedAfter: count('trustedAfter', input.trustedAfter, before.trustedAfter, 1_000),
    rejectionDays: count('rejectionDays', input.rejectionDays, before.rejectionDays, 365),
    mentorFirstPosts: count('mentorFirstPosts', input.mentorFirstPosts, before.mentorFirstPosts, 1_000),
    staffedHours: {
      shifts: shifts ? list('shifts', shifts, 50).map(shiftFrom) : before.staffedHours.shifts,
      closedOn: closedOn ? list('closedOn', closedOn, 366).map(dayFrom) : before.staffedHours.closedOn,
    },
  };
}

function hostFrom(given: string): string {
  const name = given.trim().toLowerCase();
  // A whole ending such as `edu` only where it is on the list that everybody starts with.
  if (!host.test(name) && !DEFAULT_ALLOWED_HOSTS.includes(name))
    throw Refusal.invalid('allowedHosts', 'has something that is no host name');
  return name;
}

function shiftFrom({ weekday, from, until }: { weekday: number; from: string; until: string }): {
  weekday: number;
  from: string;
  until: string;
} {
  const legal = time.test(from) && (time.test(until) || until === '24:00') && from < until;
  if (!legal || weekday < 1 || weekday > 7)
    throw Refusal.invalid('shifts', 'has something that is no stretch of a day');
  return { weekday, from, until };
}

function dayFrom(given: string): string {
  if (!day.test(given) || Number.isNaN(Date.parse(given)))
    throw Refusal.invalid('closedOn', 'has something that is no day');
  return given;
}
