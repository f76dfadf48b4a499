/**
 * SELFHARM: wishes to die, plans, self-injury, eating, farewells, and worry about somebody else.
 *
 * Sources: Childline and Samaritans guidance on warning signs; Columbia Suicide Severity Rating Scale (wish to be dead,
 * ideation, plan, intent, preparation, behaviour); Joiner's interpersonal theory (burden, not belonging); the
 * Beat Eating Disorders list of signs; "algospeak" (unalive, sewerslide). A joking marker never cancels (NSPCC).
 */
import { PLANS } from './selfharm/plan.js';
import { WISHES } from './selfharm/wish.js';
import { INJURY } from './selfharm/injury.js';
import { OTHERS } from './selfharm/other.js';

export const SELFHARM = [...PLANS, ...WISHES, ...INJURY, ...OTHERS];
